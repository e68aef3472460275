import assert from "node:assert/strict";
import { dependenciesOf } from "../../src/ports/references.ts";
import type { ResourceGraph } from "../../src/engine/resource.ts";
import { renderStack } from "../../src/planning/render_stack.ts";
import { loadStack } from "../../src/stack/load.ts";
import { memoryFiles } from "../memory_files.ts";

const head = (kind: string, name: string) =>
  `apiVersion: ${
    kind === "Stack" || kind === "Service" ? "core" : "components"
  }.panka.io/v1\nkind: ${kind}\nmetadata: { name: ${name} }\n`;

Deno.test("renderStack() lets resources wait for the last ones of the services that theirs depends on", () => {
  const { stack } = loadStack(
    memoryFiles({
      "stack.yaml": head("Stack", "shop"),
      "services/data/a.yaml": head("SQS", "first") + "---\n" + head("SQS", "second") +
        "spec: { dependsOn: [first] }\n",
      "services/api/service.yaml": head("Service", "api") + "spec: { dependsOn: [data] }\n",
      "services/api/b.yaml": head("SNS", "events"),
    }),
    { root: "." },
  );
  const { graph } = renderStack(stack!);
  const topic = graph.resources.find(({ key }) => key.startsWith("api/events/"));
  assert.deepEqual(
    topic?.dependsOn?.filter((key) => key.startsWith("data/")).map((key) => key.split("/")[1]),
    ["second"],
  );
});

/** Keys of all that a resource waits for, near or far. */
function waitsFor(graph: ResourceGraph, key: string): Set<string> {
  const needs = new Map(graph.resources.map((r) => [r.key, dependenciesOf(r)]));
  const reached = new Set<string>();
  const pending = [...needs.get(key)!];
  for (let other = pending.pop(); other !== undefined; other = pending.pop()) {
    if (reached.has(other)) continue;
    reached.add(other);
    pending.push(...needs.get(other)!);
  }
  return reached;
}

const rendered = (files: Record<string, string>) =>
  renderStack(
    loadStack(memoryFiles({ "stack.yaml": head("Stack", "shop"), ...files }), { root: "." }).stack!,
  ).graph;

Deno.test("renderStack() lets all of a component wait until what it uses is ready, whatever it mentions of it", () => {
  const graph = rendered({
    "services/web/a.yaml": head("MicroService", "api") +
      "spec: { image: { repository: a, tag: '1' }, ports: [80], loadBalancer: { internal: true } }\n",
    "services/web/b.yaml": head("MicroService", "site") +
      "spec: { image: { repository: a, tag: '1' }, environment: [{ name: API, value: '${api.url}' }] }\n",
  });
  const own = graph.resources.filter(({ key }) => key.startsWith("web/site/"));
  assert.ok(own.length > 3);
  for (const { key } of own) assert.ok(waitsFor(graph, key).has("web/api/service"), key);
});

Deno.test("renderStack() does not let a balancer wait for tasks that are ready only behind it", () => {
  const graph = rendered({
    "services/web/a.yaml": head("MicroService", "api") +
      "spec: { image: { repository: a, tag: '1' }, ports: [80], loadBalancer: { shared: true } }\n",
    "services/web/b.yaml": head("ALB", "front") +
      "spec: { internal: true, listeners: [{ port: 80, rules: [{ target: api }] }] }\n",
    "services/web/c.yaml": head("MicroService", "site") +
      "spec: { image: { repository: a, tag: '1' }, dependsOn: [api] }\n",
  });
  const balancer = graph.resources.filter(({ key }) => key.startsWith("web/front/"));
  for (const { key } of balancer) assert.ok(!waitsFor(graph, key).has("web/api/service"), key);
  assert.ok(waitsFor(graph, "web/site/service").has("web/api/service"));
});

Deno.test("renderStack() lets tasks wait for the rule that forwards to them, but not where its balancer waits for them", () => {
  const behind = (more: string) =>
    rendered({
      "services/web/a.yaml": head("MicroService", "api") +
        "spec: { image: { repository: a, tag: '1' }, ports: [80], loadBalancer: { shared: true } }\n",
      "services/web/b.yaml": head("ALB", "front") +
        `spec: { internal: true, listeners: [{ port: 80, rules: [{ target: api, path: /a }] }]${more} }\n`,
      "services/web/c.yaml": head("SQS", "jobs") + "spec: { dependsOn: [api] }\n",
    });
  const graph = behind("");
  assert.ok(waitsFor(graph, "web/api/service").has("web/front/listener-80-rule-10"));
  assert.ok(!waitsFor(graph, "web/front/listener-80-rule-10").has("web/api/service"));
  const circle = behind(", dependsOn: [jobs]");
  assert.ok(waitsFor(circle, "web/front/listener-80-rule-10").has("web/api/service"));
  assert.ok(!waitsFor(circle, "web/api/service").has("web/front/listener-80-rule-10"));
});

Deno.test("renderStack() asks for those zones of a default VPC that every service takes, where some take not all", () => {
  const zones = (region: string) => {
    const { stack } = loadStack(
      memoryFiles({ "stack.yaml": head("Stack", "shop"), "services/api/a.yaml": head("EFS", "a") }),
      { root: ".", region },
    );
    const { lookups } = renderStack(stack!).graph;
    const { filters } = lookups.find(({ key }) => key === "network/subnets")!.arguments;
    return (filters as { name: string; values: unknown[] }[])
      .find(({ name }) => name === "availability-zone-id")?.values;
  };
  assert.deepEqual(zones("us-east-1"), ["use1-az2", "use1-az4", "use1-az6"]);
  assert.equal(zones("eu-west-1"), undefined);
});
