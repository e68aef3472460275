import assert from "node:assert/strict";
import { runIn, testWorld } from "./test_world.ts";

const files = {
  "my shop/stack.yaml": "apiVersion: core.panka.io/v1\nkind: Stack\nmetadata:\n  name: shop\n" +
    "spec:\n  provider:\n    name: aws\n    region: eu-west-1\n    accountId: '123456789012'\n",
  "my shop/services/api/queue.yaml": "apiVersion: components.panka.io/v1\nkind: SQS\n" +
    "metadata:\n  name: jobs\nspec:\n  type: standard\n",
};

Deno.test("plan ends with the apply that does what was planned: same stack, scope, variables and sandbox", async () => {
  const next = async (...more: string[]) => {
    const { code, stderr } = await runIn(
      testWorld({ files }),
      ...["plan", "--offline", "my shop", ...more],
    );
    assert.equal(code, 0, stderr);
    return stderr.trimEnd().split("\n").at(-1);
  };
  assert.equal(await next("-e", "dev"), "next: panka apply 'my shop' -e dev");
  assert.equal(
    await next("--sandbox", "--service", "api", "--var", "A=b c"),
    "next: panka apply 'my shop' -e dev --sandbox --service api --var 'A=b c'",
  );
});
