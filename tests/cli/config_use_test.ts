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

Deno.test("validate says what is wrong with .panka.yaml, with its place, and says it once", async () => {
  const world = testWorld({ files: { ...files, ".panka.yaml": "env: test\nregoin: eu-west-1\n" } });
  const { code, stdout } = await runIn(world, "validate", "-o", "json");
  assert.equal(code, 1);
  const said = JSON.parse(stdout).diagnostics.map((d: { file: string; line: number }) => [
    d.file,
    d.line,
  ]);
  assert.deepEqual(said, [[".panka.yaml", 2]]);
});

Deno.test("a --var-file of more than 1 MiB is refused before it is read", async () => {
  const large = `A: "${"x".repeat(1024 * 1024)}"\n`;
  const world = testWorld({ files: { ...files, "large.yaml": large } });
  const { code, stderr } = await runIn(world, "validate", "--var-file", "large.yaml");
  assert.equal(code, 64);
  assert.match(stderr, /at most 1048576 are read/);
});
