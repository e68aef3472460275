import assert from "node:assert/strict";
import { runIn, testWorld } from "./test_world.ts";

const files = {
  "stack.yaml":
    "apiVersion: core.panka.io/v1\nkind: Stack\nmetadata: {name: shop}\nspec: {environments: {live: {}, test: {}}}\n",
  ".panka.yaml": "env: test\n",
};
const environment = async (world: ReturnType<typeof testWorld>, ...args: string[]) =>
  JSON.parse((await runIn(world, "validate", "-o", "json", ...args)).stdout).environment;

Deno.test("commands take the environment from .panka.yaml where neither flag nor PANKA_ENV says it", async () => {
  assert.equal(await environment(testWorld({ files })), "test");
  assert.equal(await environment(testWorld({ files, env: { PANKA_ENV: "live" } })), "live");
  assert.equal(await environment(testWorld({ files }), "-e", "live"), "live");
});

Deno.test("commands read --config instead of .panka.yaml", async () => {
  const world = testWorld({ files: { ...files, "ci.yaml": "env: live\n" } });
  assert.equal(await environment(world, "--config", "ci.yaml"), "live");
  assert.equal((await runIn(world, "validate", "--config", "none.yaml")).code, 64);
});
