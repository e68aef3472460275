import assert from "node:assert/strict";
import { fingerprint } from "../../src/planning/fingerprint.ts";
import { renderStack } from "../../src/planning/render_stack.ts";
import { loadStack } from "../../src/stack/load.ts";
import { encodeState } from "../../src/state/codec.ts";
import type { StateDocument } from "../../src/state/document.ts";
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
    "next: panka apply 'my shop' -e dev --sandbox --var A --service api",
  );
});

Deno.test("plan --offline plans what an interrupted run may have changed, as apply will", async () => {
  const { stack } = loadStack(testWorld({ files }).files, { root: "my shop", environment: "dev" });
  const { graph, components } = renderStack(stack!);
  const [queue] = stack!.components;
  const state = (inFlight: boolean): Omit<StateDocument, "checksum"> => ({
    formatVersion: 1,
    stack: "shop",
    environment: "dev",
    engine: "pulumi",
    locking: "stack",
    serial: 3,
    writeId: "w",
    outputs: {},
    deployments: [],
    units: {
      stack: {
        fence: 1,
        components: {
          [queue!.id]: {
            kind: "SQS",
            status: "ready",
            spec: queue!.spec,
            files: {},
            rendered: fingerprint(
              graph.resources.filter(({ key }) =>
                components.get(queue!.id)!.resources.includes(key)
              ),
            ),
            outputs: {},
            dependsOn: [],
            resources: {},
            deployment: "d1",
            labels: {},
          },
        },
        ...(inFlight && {
          inFlight: {
            deployment: "d2",
            fence: 1,
            owner: "r",
            user: "ada",
            host: "h",
            started: "2026-01-01T00:00:00Z",
            intents: [{ component: queue!.id, action: "update" as const, resources: [] }],
          },
        }),
      },
    },
  });
  const planned = async (inFlight: boolean, format: string) => {
    const body = new TextDecoder().decode(encodeState(state(inFlight)).body);
    const world = testWorld({ files: { ...files, "state.json": body } });
    const args = ["plan", "my shop", "-e", "dev", "--state", "state.json", "-o", format];
    const { stdout, stderr } = await runIn(world, ...args);
    assert.notEqual(stdout, "", stderr);
    return stdout;
  };
  const summary = async (inFlight: boolean) => JSON.parse(await planned(inFlight, "json")).summary;
  assert.equal((await summary(false)).unchanged, 1);
  assert.match(await planned(true, "table"), /a run by ada@h began .* and has not ended/);
  assert.equal((await summary(true)).update, 1);
});
