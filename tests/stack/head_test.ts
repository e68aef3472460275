import assert from "node:assert/strict";
import { loadStack } from "../../src/stack/load.ts";
import { memoryFiles } from "../memory_files.ts";
import { doc, load, stackDoc, told, type Tree } from "./loading.ts";

const SPEC = "{ provider: { name: aws, region: eu-west-1, profile: shop }, " +
  'environments: { dev: {}, production: { production: true, region: us-east-2, accountId: "123456789012" } } }';

const SHOP: Tree = {
  "stack.yaml": stackDoc(SPEC),
  "services/api/q.yaml": doc("SQS", "q"),
  "services/api/broken.yaml": "kind: [",
  "environments/production/stack.yaml": stackDoc("{ locking: service }"),
  "environments/dev/q.yaml": doc("SQS", "q", "{ delaySeconds: 3 }"),
};

for (const environment of ["dev", "production"]) {
  Deno.test(`loadStack() says of ${environment} who it is and where, without services if only the head is asked for`, () => {
    const files = memoryFiles(SHOP);
    const read: string[] = [];
    const counted = { ...files, read: (path: string) => (read.push(path), files.read(path)) };
    const { partial: whole } = load(SHOP, { environment });
    const { stack } = loadStack(counted, { root: ".", environment, head: true });
    const { services: _, components, ...rest } = stack!;
    const { services, components: all, ...expected } = whole!;
    assert.deepEqual([services.length, all.length, components.length], [1, 1, 0]);
    assert.deepEqual({ ...rest, files: 0 }, { ...expected, files: 0 });
    assert.deepEqual(read.filter((path) => path.startsWith("services/")), []);
  });
}

Deno.test("loadStack() finds the head where it is not in stack.yaml, and says what is wrong where there is none", () => {
  const elsewhere: Tree = { "stack.yaml": "", "infra/all.yaml": stackDoc(SPEC) };
  assert.equal(load(elsewhere, { environment: "dev", head: true }).stack?.name, "shop");
  const { "stack.yaml": _, ...none } = SHOP;
  for (const tree of [none, { ...SHOP, "stack.yaml": "spec: {" }, { ...SHOP, "stack.yaml": "" }]) {
    const [head, whole] = [load(tree, { head: true }), load(tree)];
    assert.deepEqual([head.partial, told(head)], [undefined, told(whole)]);
  }
});
