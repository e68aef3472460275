import assert from "node:assert/strict";
import { Ajv2020 } from "ajv/dist/2020.js";
import { check, type Scope } from "../../src/schema/check.ts";
import type { Field } from "../../src/schema/field.ts";
import { fieldSchema, type JsonSchema } from "../../src/schema/json_schema.ts";
import { catalog } from "../../src/stack/catalog.ts";

/** Values of all sorts, and those that lie on a field's own limits. */
function values(field: Field): unknown[] {
  const all: unknown[] = [
    true,
    false,
    "true",
    "TRUE",
    "yes",
    0,
    1,
    1.5,
    -1,
    "1",
    " 2 ",
    "1.5",
    "x",
    "a-b",
    "A_B",
    "a b",
    "eu-west-1",
    "10.0.0.0/16",
    "arn:aws:sns:eu-west-1:123456789012:x",
    [],
    ["a"],
    {},
    { a: 1 },
    { valueFrom: { component: "a", output: "b" } },
    { valueFrom: { component: "a" } },
    { component: "a", output: "b" },
  ];
  if (field.type === "number") {
    const edges = [field.min, field.max, ...field.oneOf ?? []].filter((n) => n !== undefined);
    all.push(...edges.flatMap((n) => [n, n + 1, n - 1, String(n)]));
  }
  if (field.type === "choice") {
    const words = [...field.values, ...Object.keys(field.spellings ?? {})];
    all.push(
      ...words,
      ...words.map((word) => word.toUpperCase()),
      ...words.map((word) => `${word}x`),
    );
  }
  if (field.type === "text") {
    const { minLength = 0, maxLength = 300 } = field;
    all.push(
      "a".repeat(maxLength),
      "a".repeat(maxLength + 1),
      "a".repeat(Math.max(0, minLength - 1)),
    );
  }
  if (field.meta.example !== undefined) all.push(field.meta.example);
  if (field.meta.default !== undefined) all.push(field.meta.default);
  return all;
}

/** Whether the checker takes a value, with references that are always found. */
function checks(field: Field, value: unknown): boolean {
  let wrong = false;
  const scope: Scope = {
    report: ({ severity }) => void (wrong ||= severity === "error"),
    component: (name) => name,
    output: (component, output) => ({ $from: component, output }),
    written: () => undefined,
  };
  check(field, value, ["field"], scope);
  return !wrong;
}

function* scalars(field: Field, path: string): Generator<[string, Field]> {
  if (field.type === "list") yield* scalars(field.item, `${path}[]`);
  else if (field.type === "map") yield* scalars(field.value, `${path}.<name>`);
  else if (field.type === "object") {
    for (const [name, inner] of Object.entries(field.fields)) {
      yield* scalars(inner, `${path}.${name}`);
    }
  } else yield [path, field];
}

Deno.test("fieldSchema() accepts what check() accepts and refuses what it refuses, in every field of every kind", () => {
  const seen = new Set<string>();
  let compared = 0;
  for (const { name, spec } of catalog()) {
    for (const [path, field] of scalars(spec, name)) {
      const schema: JsonSchema = fieldSchema(field, { required: true, variables: true }, {});
      const key = JSON.stringify([schema, field.type]);
      // Names of components are looked up; any text may be a spelling that a field reads itself.
      const reads = field.type === "number" && field.parse !== undefined;
      // Of a number in quotes a schema can't say how large it may be.
      const quoted = (value: unknown) =>
        field.type === "number" && /^\s*-?\d+\s*$/.test(String(value)) && typeof value === "string";
      if (seen.has(key) || field.type === "component" || field.type === "json") continue;
      seen.add(key);
      const accepts = new Ajv2020({ strict: false }).compile(schema);
      for (const value of values(field)) {
        const checked = checks(field, value);
        const label = `${path} ${JSON.stringify(value)?.slice(0, 80)}`;
        if (checked) assert.ok(accepts(value), `${label}: taken by panka, refused by the schema`);
        // A number or boolean where a text has a form: the schema can't look at how it is written.
        else if (
          !reads && !quoted(value) && !(field.type === "text" && typeof value !== "string")
        ) {
          assert.ok(!accepts(value), `${label}: refused by panka, taken by the schema`);
        }
        compared++;
      }
    }
  }
  assert.ok(compared > 5000, `${compared} values`);
});
