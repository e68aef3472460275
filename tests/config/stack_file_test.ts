import assert from "node:assert/strict";
import { readStackSettings } from "../../src/config/stack_file.ts";
import { memoryFiles } from "../memory_files.ts";

const stack = (spec: string) =>
  `apiVersion: core.panka.io/v1\nkind: Stack\nmetadata: {name: shop, tenant: acme}\nspec:\n${spec}`;

Deno.test("readStackSettings() reads backend, provider and tenant, and the environments", () => {
  const files = memoryFiles({
    "shop/stack.yaml": stack(
      "  backend: {bucket: b, table: t}\n  provider: {region: eu-west-1, profile: p}\n" +
        "  environments: {live: {region: eu-west-2}, test: {}}\n",
    ),
  });
  const found = readStackSettings(files, "shop")!;
  assert.deepEqual(found.environments, ["live", "test"]);
  const values = (environment: string) =>
    Object.fromEntries(
      Object.entries(found.settings(environment)).map(([key, { value }]) => [key, value]),
    );
  assert.deepEqual(values("test"), {
    "backend.bucket": "b",
    "backend.table": "t",
    tenant: "acme",
    region: "eu-west-1",
    profile: "p",
  });
  assert.equal(values("live").region, "eu-west-2");
});

Deno.test("readStackSettings() lays the environment's overlay over the stack", () => {
  const files = memoryFiles({
    "stack.yaml": stack("  backend: {bucket: b}\n"),
    "environments/live/stack.yaml": stack("  backend: {bucket: live-state}\n"),
  });
  const { settings } = readStackSettings(files, ".")!;
  assert.equal(settings("live")["backend.bucket"]!.value, "live-state");
  assert.equal(settings("live")["backend.bucket"]!.place!.file, "environments/live/stack.yaml");
  assert.equal(settings("dev")["backend.bucket"]!.value, "b");
});

Deno.test("readStackSettings() answers undefined where there is no stack to read", () => {
  const read = (tree: Record<string, string>, root: string) =>
    readStackSettings(memoryFiles(tree), root);
  assert.equal(read({ "a/b.yaml": "" }, "a"), undefined);
  assert.equal(read({ "stack.yaml": "a: [" }, "."), undefined);
  assert.equal(read({ "stack.yaml": stack("  []\n") }, "."), undefined);
  assert.deepEqual(
    readStackSettings(memoryFiles({ "one.yaml": stack("  backend: {bucket: b}\n") }), "one.yaml")!
      .settings("dev")["backend.bucket"]!.value,
    "b",
  );
});
