import assert from "node:assert/strict";
import { renderStack } from "../../src/planning/render_stack.ts";
import { unitClashes } from "../../src/planning/unit_clashes.ts";
import { loadStack } from "../../src/stack/load.ts";
import { memoryFiles } from "../memory_files.ts";

/** A bucket in one service and a function that it calls in another. */
function clashes(locking: string, service: string) {
  const { stack, diagnostics } = loadStack(
    memoryFiles({
      "stack.yaml": `apiVersion: core.panka.io/v1
kind: Stack
metadata: { name: shop }
spec: { locking: ${locking} }`,
      "services/data/files.yaml": `apiVersion: components.panka.io/v1
kind: S3
metadata: { name: files }`,
      [`services/${service}/fn.yaml`]: `apiVersion: components.panka.io/v1
kind: Lambda
metadata: { name: fn }
spec:
  runtime: nodejs22.x
  handler: index.handler
  code: { s3Bucket: code, s3Key: fn.zip }
  triggers: [{ type: s3, source: data/files }]`,
    }),
    { root: "." },
  );
  assert.ok(stack, JSON.stringify(diagnostics));
  return unitClashes(stack, renderStack(stack)).map(({ summary, fix }) => `${summary} | ${fix}`);
}

Deno.test("unitClashes() refuses what two services write together when each is deployed by itself", () => {
  assert.deepEqual(clashes("service", "api"), [
    `"api/fn" can't have a part in data/files/notifications | use locking: stack, or move "api/fn" into service "data"`,
  ]);
});

Deno.test("unitClashes() has nothing against it in one service, or in a stack that is deployed as a whole", () => {
  assert.deepEqual(clashes("service", "data"), []);
  assert.deepEqual(clashes("stack", "api"), []);
});
