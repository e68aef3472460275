import assert from "node:assert/strict";
import { doc, docs, load, loaded, onlyError, stackDoc, told, withComponents } from "./loading.ts";
import { graphOf, waves } from "../../src/stack/order.ts";

const needs = (name: string, ...others: string[]) =>
  doc("SQS", name, `{ dependsOn: [${others.join(", ")}] }`);

Deno.test("loadStack() names a cycle edge by edge, at the reference, with what may be removed", () => {
  const result = withComponents([
    needs("a", "b"),
    needs("b", "c"),
    needs("c", "a"),
    needs("d", "a"),
  ]);
  const error = onlyError(result);
  assert.match(
    error,
    /^services\/api\/all.yaml:4:21 cycle components wait for each other: api\/a → api\/b → api\/c → api\/a/,
  );
  assert.match(
    error,
    /remove one: "api\/b" from dependsOn of api\/a, or "api\/c" from dependsOn of api\/b, or/,
  );
  assert.equal(
    result.diagnostics[0]!.why,
    "api/a needs api/b (dependsOn); api/b needs api/c (dependsOn); api/c needs api/a (dependsOn)",
  );
  assert.equal(result.partial!.components.length, 4);
});

Deno.test("loadStack() offers first to remove the dependsOn that no reference needs", () => {
  const worker = doc(
    "MicroService",
    "m",
    '{ image: { repository: a, tag: b }, environment: [{ name: A, value: "${q.arn}" }] }',
  );
  const result = withComponents([worker, needs("q", "m")]);
  assert.match(
    onlyError(result),
    /remove one: "api\/m" from dependsOn of api\/q, or what names api\/q in environment of api\/m$/,
  );
  assert.match(result.diagnostics[0]!.why!, /api\/m needs api\/q \(environment uses arn\)/);
});

Deno.test("loadStack() tells of each of two cycles", () => {
  const result = withComponents([
    needs("a", "b"),
    needs("b", "a"),
    needs("c", "d"),
    needs("d", "c"),
  ]);
  assert.equal(told(result).length, 2);
});

const services = (
  dependsOn: Record<string, string[]>,
  spec: Record<string, string[]>,
  stack = "{}",
) => ({
  "stack.yaml": stackDoc(stack),
  ...Object.fromEntries(
    Object.entries(dependsOn).map(([name, others]) => [
      `services/${name}/service.yaml`,
      doc("Service", name, `{ dependsOn: [${others.join(", ")}] }`),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(spec).map(([id, others]) => {
      const [service, name] = id.split("/");
      return [`services/${service}/${name}.yaml`, needs(name!, ...others)];
    }),
  ),
});

Deno.test("loadStack() makes each component of a service wait for all of those its service depends on", () => {
  const stack = loaded(
    services({ api: ["data"], data: [] }, { "api/a": [], "data/x": [], "data/y": ["x"] }),
  );
  assert.deepEqual(waves(graphOf(stack.components, stack.services)).waves, [
    ["data/x"],
    ["data/y"],
    ["api/a"],
  ]);
});

Deno.test("loadStack() lets go of a service's dependsOn that would close a cycle, with a note", () => {
  const result = load(services({ api: ["data"], data: [] }, { "api/a": [], "data/x": ["api/a"] }));
  assert.ok(result.stack);
  assert.deepEqual(result.stack.services.map((it) => it.dependsOn), [[], []]);
  assert.match(
    told(result, "note")[0]!,
    /services\/api\/service.yaml:4:9 service-cycle service "api" can't wait for all of "data"/,
  );
  const { waves: order, cycles } = waves(graphOf(result.stack.components, result.stack.services));
  assert.deepEqual([order, cycles], [[["api/a"], ["data/x"]], []]);
});

Deno.test("loadStack() lets go of one of two services that depend on each other", () => {
  const result = load(services({ api: ["data"], data: ["api"] }, { "api/a": [], "data/x": [] }));
  assert.ok(result.stack);
  assert.deepEqual(result.stack.services.map((it) => it.dependsOn), [["data"], []]);
  assert.equal(told(result, "note").length, 1);
});

Deno.test("loadStack() refuses services that need each other where each is deployed by itself", () => {
  const tree = (stack: string) =>
    services(
      { api: [], data: [] },
      { "api/a": ["data/x"], "api/b": [], "data/x": ["api/b"] },
      stack,
    );
  assert.ok(load(tree("{ locking: stack }")).stack);
  assert.match(
    onlyError(load(tree("{ locking: service }"))),
    /service-cycle services wait for each other: api → data → api \| use locking: stack/,
  );
});

Deno.test("loadStack() refuses a service that depends on itself or on one that there is not", () => {
  const of = (other: string) =>
    onlyError(load({
      "stack.yaml": stackDoc(),
      "services/api/s.yaml": docs(doc("Service", "api", `{ dependsOn: [${other}] }`)),
      "services/data/s.yaml": doc("Service", "data"),
    }));
  assert.match(of("api"), /service "api" depends on itself/);
  assert.match(of("dtaa"), /there is no service "dtaa" \| data$/);
  assert.match(of("nothing"), /there is no service "nothing" \| use data, or remove it$/);
});
