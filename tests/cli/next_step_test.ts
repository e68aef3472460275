import assert from "node:assert/strict";
import { sameStack } from "../../src/cli/next_step.ts";

Deno.test("sameStack() names the folder, the environment and the sandbox as they were given", () => {
  assert.equal(sameStack(undefined, "dev", {}), "-e dev");
  assert.equal(sameStack("shop", "dev", { sandbox: true }), "shop -e dev --sandbox");
  assert.equal(sameStack(undefined, "dev", { stack: "shop" }), "--stack shop -e dev");
});

Deno.test("sameStack() quotes what a shell would take apart", () => {
  assert.equal(sameStack("my stacks/shop", "dev", {}), "'my stacks/shop' -e dev");
  assert.equal(sameStack("it's", "dev", {}), "'it'\\''s' -e dev");
  assert.equal(sameStack("$(id)", "dev", {}), "'$(id)' -e dev");
});
