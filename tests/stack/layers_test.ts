import assert from "node:assert/strict";
import { componentOf, doc, docs, load, onlyError, stackDoc, told, type Tree } from "./loading.ts";

/** Layers of SQS "q" of service "api", lowest first: each sets its own field and `delaySeconds`. */
const LAYERS: [string, (spec: string) => [string, string]][] = [
  [
    "stack defaults",
    (spec) => ["infra/d.yaml", doc("InfraDefaults", "d", `{ defaults: { SQS: ${spec} } }`)],
  ],
  ["service document", (spec) => [
    "services/api/service.yaml",
    doc("Service", "api", `{ infrastructure: { defaults: { SQS: ${spec} } } }`),
  ]],
  ["service defaults", (spec) => [
    "services/api/d.yaml",
    doc("ServiceInfraDefaults", "d", `{ defaults: { SQS: ${spec} } }`),
  ]],
  ["component", (spec) => ["services/api/q.yaml", doc("SQS", "q", spec)]],
  ["ComponentInfra", (spec) => ["services/api/i.yaml", doc("ComponentInfra", "q", spec)]],
  ["overlay", (spec) => ["environments/dev/q.yaml", doc("SQS", "q", spec)]],
];

for (let top = 0; top < LAYERS.length; top++) {
  Deno.test(`loadStack() lets ${LAYERS[top]![0]} win over what is below`, () => {
    const tree: Tree = { "stack.yaml": stackDoc(), "services/api/q.yaml": doc("SQS", "q") };
    LAYERS.slice(0, top + 1).forEach(([, make], i) => {
      const [path, text] = make(`{ delaySeconds: ${i + 1}, tags: { layer${i}: "${i}" } }`);
      tree[path] = text;
    });
    const { spec } = componentOf(load(tree), "api/q");
    assert.equal(spec.delaySeconds, top + 1);
    assert.deepEqual(
      Object.keys(spec.tags as object),
      Array.from({ length: top + 1 }, (_, i) => `layer${i}`).filter((_, i) => i !== 3 || top >= 3),
    );
  });
}

Deno.test("loadStack() merges lists whose items have names by name, and replaces others", () => {
  const base = doc(
    "MicroService",
    "m",
    "{ image: { repository: a, tag: b }, command: [x, y], environment: [{ name: A, value: a }, { name: B, value: b }] }",
  );
  const over = doc(
    "MicroService",
    "m",
    "{ command: [z], environment: [{ name: B, value: over }, { name: C, value: c }] }",
  );
  const { spec } = componentOf(
    load({
      "stack.yaml": stackDoc(),
      "services/api/m.yaml": base,
      "environments/dev/m.yaml": over,
    }),
    "api/m",
  );
  assert.deepEqual(spec.command, ["z"]);
  assert.deepEqual(spec.environment, [
    { name: "A", value: "a" },
    { name: "B", value: "over" },
    { name: "C", value: "c" },
  ]);
});

Deno.test("loadStack() lays only the environment's own overlay over", () => {
  const tree = {
    "stack.yaml": stackDoc("{ environments: { dev: {}, live: {} } }"),
    "services/api/q.yaml": doc("SQS", "q", "{ delaySeconds: 1 }"),
    "environments/live/q.yaml": doc("SQS", "q", "{ delaySeconds: 2 }"),
  };
  const of = (environment: string) =>
    componentOf(load(tree, { environment }), "api/q").spec.delaySeconds;
  assert.deepEqual([of("dev"), of("live")], [1, 2]);
});

Deno.test("loadStack() reports an overlay's mistakes in the overlay", () => {
  const of = (overlay: string, more: Tree = {}) =>
    load({
      "stack.yaml": stackDoc(),
      "services/api/q.yaml": doc("SQS", "q", "{ type: fifo, tags: { a: b } }"),
      "environments/dev/o.yaml": overlay,
      ...more,
    });
  assert.match(
    onlyError(of(doc("SQS", "q", "{ tags: { a: b }, delaySeconds: -1 }"))),
    /^environments\/dev\/o.yaml:4:39 wrong-value/,
  );
  assert.match(
    onlyError(of(doc("SQS", "p", "{ delaySeconds: 1 }"))),
    /o.yaml:3:19 nothing-to-overlay there is no SQS "p" to lay this over \| name: q/,
  );
  assert.match(onlyError(of(doc("SNS", "q"))), /"q" is of kind SQS, not SNS \| kind: SQS/);
  assert.match(
    onlyError(of(doc("SQS", "q"), { "services/web/q.yaml": doc("SQS", "q") })),
    /"q" is in several services \| add service: api/,
  );
  assert.deepEqual(
    told(of(doc("SQS", "q", "{}", "service: web"), { "services/web/q.yaml": doc("SQS", "q") })),
    [],
  );
});

Deno.test("loadStack() takes defaults of a kind by its other names, and refuses kinds that are none", () => {
  const of = (defaults: string) =>
    load({
      "stack.yaml": stackDoc(),
      "infra/d.yaml": doc("InfraDefaults", "d", `{ defaults: { ${defaults} } }`),
      "services/api/k.yaml": doc("EKS", "k", "{ }"),
    });
  assert.ok(of('EKSCluster: { version: "1.33" }').stack);
  assert.ok(of('EKS: { version: "1.33" }').stack);
  assert.match(
    told(of('EKSS: { version: "1.33" }'))[0]!,
    /"defaults" has no field "EKSS" \| rename it to "EKS"/,
  );
});

Deno.test("loadStack() says in which defaults a wrong value is written", () => {
  const result = load({
    "stack.yaml": stackDoc(),
    "infra/d.yaml": doc("InfraDefaults", "d", "{ defaults: { SQS: { delaySeconds: 1000 } } }"),
    "services/api/q.yaml": docs(doc("SQS", "q"), doc("SQS", "r", "{ delaySeconds: 1 }")),
  });
  assert.match(onlyError(result), /^infra\/d.yaml:4:42 wrong-value "delaySeconds" must be/);
});

Deno.test("loadStack() lays an overlay of kind Stack over the stack", () => {
  const { stack } = load({
    "stack.yaml": stackDoc("{ provider: { region: eu-west-1 }, defaultTags: { a: b } }"),
    "environments/dev/stack.yaml": doc("Stack", "shop", "{ provider: { region: eu-west-2 } }"),
  });
  assert.equal(stack!.region, "eu-west-2");
  assert.deepEqual(stack!.defaultTags, { a: "b" });
});
