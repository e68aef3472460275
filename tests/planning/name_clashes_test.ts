import assert from "node:assert/strict";
import { nameClashes } from "../../src/planning/name_clashes.ts";
import { renderStack } from "../../src/planning/render_stack.ts";
import { loadStack } from "../../src/stack/load.ts";
import { memoryFiles } from "../memory_files.ts";

/** A stack of two services, each with tasks in the private network. */
function services(locking: string, discovery: string) {
  const tasks = (name: string) =>
    `apiVersion: components.panka.io/v1
kind: MicroService
metadata: { name: ${name} }
spec:
  image: { repository: nginx, tag: "1" }
  ports: [80]
  serviceDiscovery: ${discovery}`;
  const { stack, diagnostics } = loadStack(
    memoryFiles({
      "stack.yaml": `apiVersion: core.panka.io/v1
kind: Stack
metadata: { name: shop }
spec: { locking: ${locking} }`,
      "services/api/tasks.yaml": tasks("tasks"),
      "services/web/pages.yaml": tasks("pages"),
    }),
    { root: "." },
  );
  assert.ok(stack, JSON.stringify(diagnostics));
  return renderStack(stack).graph;
}
const zones = (graph: ReturnType<typeof services>) =>
  graph.resources.filter(({ key }) => key.includes("/namespace-"))
    .map(({ key, physicalName }) => `${key} ${physicalName}`);

Deno.test("nameClashes() finds one namespace in a stack that is deployed as a whole", () => {
  const graph = services("stack", "{}");
  assert.deepEqual(zones(graph), [
    "@stack/@shared/namespace-dev.shop.internal dev.shop.internal",
  ]);
  assert.deepEqual(nameClashes(graph), []);
});

Deno.test("nameClashes() finds a namespace for each service that is deployed by itself", () => {
  const graph = services("service", "{}");
  assert.deepEqual(zones(graph), [
    "api/@shared/namespace-api.dev.shop.internal api.dev.shop.internal",
    "web/@shared/namespace-web.dev.shop.internal web.dev.shop.internal",
  ]);
  assert.equal(graph.outputs["api/tasks"]!.endpoint, "tasks.api.dev.shop.internal:80");
  assert.deepEqual(nameClashes(graph), []);
});

Deno.test("nameClashes() refuses one namespace in two services that are deployed by themselves", () => {
  const found = nameClashes(services("service", "{ namespace: shop.internal }"));
  assert.deepEqual(found.map(({ summary, fix }) => `${summary} | ${fix}`), [
    'api/@shared/namespace-shop.internal and web/@shared/namespace-shop.internal would both be called "shop.internal" | give them different names, or set locking: stack',
  ]);
});
