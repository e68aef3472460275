import assert from "node:assert/strict";
import type { Resource, Value } from "../../src/engine/resource.ts";
import { kinds } from "../../src/kinds/registry.ts";
import type { Kind } from "../../src/kinds/kind.ts";
import { renderStack } from "../../src/planning/render_stack.ts";
import type { ChoiceField, Field } from "../../src/schema/field.ts";
import { loadStack } from "../../src/stack/load.ts";
import { memoryFiles } from "../memory_files.ts";
import { component, errorsOf, load, render } from "./harness.ts";
import {
  ANY_RESOURCE,
  NAME_LIMITS,
  NO_LAST_DASH,
  RESERVED_NAMES,
  shortType,
  SINGLE_DASHES,
  WITHOUT_TAGS,
} from "./resource_facts.ts";
import { everyVariant } from "./variants.ts";

interface Place {
  /** "SQS.deadLetterQueue.maxReceiveCount"; a list's items are "ports[]". */
  path: string;
  field: Field;
}

function* fieldsOf(field: Field, path: string): Generator<Place> {
  yield { path, field };
  if (field.type === "list") yield* fieldsOf(field.item, `${path}[]`);
  if (field.type === "map") yield* fieldsOf(field.value, `${path}{}`);
  if (field.type !== "object") return;
  for (const [key, inner] of Object.entries<Field>(field.fields)) {
    yield* fieldsOf(inner, `${path}.${key}`);
  }
}
const everyField = (kind: Kind) => [...fieldsOf(kind.spec, kind.name)];

/** Every kind's example, rendered by itself. */
const examples = kinds.map((kind) => ({
  kind,
  resources: render([component(kind.name, "example", kind.example)]).graph.resources,
}));

/** Every resource of the examples and of the snapshots, which hold the options too. */
function everyResource(): { from: string; resource: Resource }[] {
  const found = examples.flatMap(({ kind, resources }) =>
    resources.map((resource) => ({ from: `example of ${kind.name}`, resource }))
  );
  const folder = new URL("snapshots/", import.meta.url);
  for (const { name } of Deno.readDirSync(folder)) {
    const value = JSON.parse(Deno.readTextFileSync(new URL(name, folder)));
    const resources: unknown[] = Array.isArray(value) ? value : value.resources ?? [];
    for (const resource of resources as Resource[]) {
      if (resource?.type !== undefined) found.push({ from: name, resource });
    }
  }
  return found;
}

Deno.test("kinds have examples that validate without a warning", () => {
  for (const kind of kinds) {
    const loaded = load([component(kind.name, "example", kind.example)]);
    assert.deepEqual(errorsOf(loaded), [], kind.name);
    assert.deepEqual(loaded.diagnostics.filter((d) => d.severity === "warning"), [], kind.name);
  }
});

Deno.test("kinds describe every field in one line that starts like a sentence and has no full stop", () => {
  const wrong: string[] = [];
  for (const kind of kinds) {
    const places = everyField(kind);
    // A line may start with the values that it speaks of: "fifo: …", "sqs, kinesis: …".
    const values = new Set([
      "false",
      "true",
      ...places.flatMap(({ field }) =>
        field.type === "choice" ? (field as ChoiceField).values : []
      ),
    ]);
    for (const { path, field } of places) {
      const { doc } = field.meta;
      const first = /^[\w.-]+/.exec(doc)?.[0] ?? "";
      const begins = /^[A-Z]/.test(doc) || values.has(first);
      if (!begins || doc.endsWith(".") || doc.includes("\n") || doc !== doc.trim()) {
        wrong.push(`${path}: ${doc}`);
      }
    }
  }
  assert.deepEqual(wrong, []);
});

/** What is counted and not measured, by how the field's name ends. */
const COUNT = new RegExp(
  "(attempts|burst|capacity|concurrency|count|cpu|executions|factor|gid|instances|iops|keep|max|" +
    "min|nodes|pershard|pertask|port|ports\\[\\]|priority|read|replicas|retries|shards|size|" +
    "status|target|threshold|uid|with|write|zones)$",
  "i",
);

Deno.test("kinds give every number a unit, unless it is a plain count", () => {
  const bare = kinds.flatMap(everyField)
    .filter(({ path, field }) =>
      field.type === "number" && field.meta.unit === undefined && !COUNT.test(path)
    )
    .map(({ path }) => path);
  assert.deepEqual(bare, []);
});

Deno.test("kinds describe every output", () => {
  for (const kind of kinds) {
    for (const [name, { doc }] of Object.entries(kind.outputs)) {
      assert.match(doc, /^[A-Za-z].*[^.]$/, `${kind.name}.${name}`);
    }
  }
});

Deno.test("kinds, their fields and their outputs have no name twice, aliases included", () => {
  const unique = (names: string[], where: string) =>
    assert.deepEqual(names.filter((name, i) => names.indexOf(name) !== i), [], where);
  unique(kinds.flatMap((kind) => [kind.name, ...kind.aliases]), "kinds");
  for (const kind of kinds) {
    unique(
      Object.entries(kind.outputs).flatMap(([name, { aliases = [] }]) => [name, ...aliases]),
      `outputs of ${kind.name}`,
    );
    for (const { path, field } of everyField(kind)) {
      if (field.type !== "object") continue;
      const names = Object.entries<Field>(field.fields)
        .flatMap(([name, { meta }]) => [name, ...meta.aliases ?? []]);
      unique(names, path);
    }
  }
});

Deno.test("kinds answer every output that they promise", () => {
  for (const kind of kinds) {
    const { graph } = render([component(kind.name, "example", kind.example)]);
    const outputs = graph.outputs["api/example"]!;
    assert.deepEqual(Object.keys(outputs).sort(), Object.keys(kind.outputs).sort(), kind.name);
    for (const [name, value] of Object.entries(outputs)) {
      assert.notEqual(value, undefined, `${kind.name}.${name}`);
    }
  }
});

Deno.test("kinds tag every resource that takes tags", () => {
  const bare = everyResource()
    .filter(({ resource }) => {
      // An autoscaling group has a list of them.
      const tags = JSON.stringify(resource.properties.tags ?? {});
      return !WITHOUT_TAGS.has(shortType(resource.type)) && !tags.includes('"panka:stack"');
    })
    .map(({ from, resource }) => `${from}: ${resource.key} (${resource.type})`);
  assert.deepEqual(bare, []);
});

Deno.test("kinds keep physical names within AWS's limits and apart, however long the parts are", () => {
  const long = (letter: string, i = 0) => letter.repeat(38) + String(i).padStart(2, "0");
  const documents = kinds.map((kind, i) =>
    component(kind.name, long("c", i), kind.example).replace(
      "service: api",
      `service: ${long("s")}`,
    )
  );
  const head = `apiVersion: core.panka.io/v1
kind: Stack
metadata: { name: ${long("k")}, tenant: ${long("t")} }
spec:
  provider: { region: ap-southeast-2, accountId: "123456789012" }
---
apiVersion: core.panka.io/v1
kind: Service
metadata: { name: ${long("s")} }
`;
  const files = memoryFiles({ "stack.yaml": [head, ...documents].join("---\n") });
  const { stack, diagnostics } = loadStack(files, { root: ".", environment: long("e") });
  assert.ok(stack, JSON.stringify(diagnostics, null, 1));
  const seen = new Map<string, string>();
  for (const { key, type, physicalName } of renderStack(stack).graph.resources) {
    if (physicalName === undefined) continue;
    const limit = NAME_LIMITS[shortType(type)];
    assert.ok(limit !== undefined, `resource_facts.ts says nothing of names of ${type}`);
    assert.ok(
      physicalName.length <= limit,
      `${key}: ${physicalName.length} characters, ${type} takes ${limit}`,
    );
    const same = `${type} ${physicalName}`;
    assert.equal(seen.get(same), undefined, `${key} is called like ${seen.get(same)}`);
    seen.set(same, key);
  }
  assert.ok(seen.size > kinds.length);
});

Deno.test("kinds keep dashes out of names where AWS refuses them", () => {
  const { resources } = render(
    kinds.map((kind, i) =>
      component(kind.name, `odd--${String.fromCharCode(97 + i)}-`, kind.example)
    ),
  )
    .graph;
  let seen = 0;
  for (const { key, type, physicalName = "" } of resources) {
    const single = SINGLE_DASHES.test(shortType(type));
    if (!single && !NO_LAST_DASH.test(shortType(type))) continue;
    seen++;
    assert.doesNotMatch(physicalName, single ? /--|-$/ : /-$/, key);
  }
  assert.ok(seen > 10);
});

Deno.test("kinds don't begin names as AWS refuses, whatever tenants and environments are called", () => {
  const { stack, diagnostics } = load(everyVariant());
  assert.ok(stack, JSON.stringify(diagnostics));
  for (const tenant of ["internal", "sg", "aws", "ecs", "fargate"]) {
    for (
      const { key, type, physicalName = "" } of renderStack({ ...stack, tenant }).graph.resources
    ) {
      const reserved = RESERVED_NAMES[shortType(type)];
      if (reserved) assert.doesNotMatch(physicalName, reserved, key);
    }
  }
});

/** Every policy statement in a value, wherever it is. */
function* statementsIn(value: Value | undefined): Generator<Record<string, Value>> {
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) yield* statementsIn(item);
    return;
  }
  for (const [key, item] of Object.entries(value as Record<string, Value>)) {
    if (key === "Statement" && Array.isArray(item)) yield* item as Record<string, Value>[];
    else yield* statementsIn(item);
  }
}

Deno.test("kinds allow actions on named resources, but for actions that AWS judges without one", () => {
  const broad: string[] = [];
  for (const { from, resource } of everyResource()) {
    for (const statement of statementsIn(resource.properties as Value)) {
      const resources = [statement.Resource].flat();
      const actions = [statement.Action ?? statement.NotAction].flat() as string[];
      if (statement.Effect !== "Allow" || !resources.includes("*")) continue;
      for (const action of actions) {
        if (ANY_RESOURCE.some((known) => known.actions.test(action))) continue;
        broad.push(`${from}: ${resource.key} allows ${action} on *`);
      }
    }
  }
  assert.deepEqual(broad, []);
});

Deno.test("kinds give users access to their own resources only", () => {
  for (const kind of kinds) {
    const stack = load([component(kind.name, "example", kind.example)]).stack!;
    const outputs = renderStack(stack).graph.outputs["api/example"]!;
    for (const mode of ["use", "consume"] as const) {
      const access = { via: mode === "use" ? "environment" : "triggers", mode };
      const given = kind.access?.(outputs, access, stack.components[0]!.spec) ?? [];
      for (const { actions, resources } of given) {
        assert.ok(actions.length && resources.length, kind.name);
        assert.ok(!resources.some((resource) => resource === "*"), `${kind.name}: ${actions}`);
        assert.ok(!actions.some((action) => action.endsWith("*")), `${kind.name}: ${actions}`);
      }
    }
  }
});

Deno.test("kinds render the same whenever they are asked, in whatever order the components are", () => {
  const documents = kinds.map((kind) =>
    component(kind.name, `the-${kind.name.toLowerCase()}`, kind.example)
  );
  const once = JSON.stringify(render(documents).graph);
  assert.equal(JSON.stringify(render(documents).graph), once);
  assert.equal(JSON.stringify(render(documents.toReversed()).graph), once);
});

Deno.test("kinds that hold data protect it when deletionProtection is set", () => {
  for (const kind of kinds) {
    const documents = [
      component(kind.name, "example", `${kind.example}\ndeletionProtection: true`),
    ];
    const { stack } = load(documents);
    assert.ok(stack, kind.name);
    if (!kind.holdsData(stack.components[0]!.spec)) continue;
    const { resources } = renderStack(stack).graph;
    assert.ok(resources.some((resource) => resource.protect === true), kind.name);
  }
});

Deno.test("kinds refuse tags that some service of AWS refuses", () => {
  const errors = (value: string) =>
    errorsOf(load([component("SQS", "jobs", `tags: { note: ${JSON.stringify(value)} }`)]));
  assert.deepEqual(errors("Ärzte & Söhne, 50 %").length, 1);
  for (const value of ["", "team-a@example.com", "Ärzte + Söhne: 1/2"]) {
    assert.deepEqual(errors(value), [], value);
  }
});
