import assert from "node:assert/strict";
import { catalog } from "../../src/stack/catalog.ts";
import { describeFields, type FieldFacts } from "../../src/schema/describe.ts";
import { golden, runIn, testWorld } from "./test_world.ts";

Deno.test("explain lists every kind by group", async () => {
  const { code, stdout, stderr } = await runIn(testWorld(), "explain");
  assert.equal(code, 0);
  for (const { name } of catalog()) assert.match(stdout, new RegExp(`^  ${name} `, "m"));
  assert.match(stderr, /next: panka explain KIND/);
});

Deno.test("explain KIND tells fields, defaults, units, outputs and an example", async () => {
  const { stdout } = await runIn(testWorld({ columns: 80 }), "explain", "SQS");
  golden("explain-sqs", stdout);
});

Deno.test("explain fits in 40, 60 and 80 columns but for examples and single long words", async () => {
  for (const columns of [40, 60, 80]) {
    for (const { name } of catalog()) {
      const { stdout } = await runIn(testWorld({ columns }), "explain", name);
      const [text] = stdout.split("\nexample\n");
      const wide = text!.split("\n").filter((line) =>
        line.length > columns && line.trim().split(/ +/).every((word) => word.length < columns / 2)
      );
      assert.deepEqual(wide, [], `${name} at ${columns}`);
    }
  }
});

Deno.test("explain KIND.field tells of one field and what is inside", async () => {
  const { stdout } = await runIn(testWorld({ columns: 60 }), "explain", "SQS.deadLetterQueue");
  golden("explain-field", stdout);
});

Deno.test("explain says why a field forces replacement", async () => {
  const { stdout } = await runIn(testWorld(), "explain", "sqs.type");
  assert.match(stdout, /replaces {2}a change replaces the component: AWS can't change the type/);
  assert.match(stdout, /allowed +standard, fifo/);
  assert.match(stdout, /default +standard/);
});

Deno.test("explain finds every field of every kind by its path", async () => {
  const paths = (fields: readonly FieldFacts[]): string[] =>
    fields.flatMap((field) => [field.path, ...paths(field.fields)]);
  const world = testWorld();
  for (const { name, spec } of catalog()) {
    for (const path of paths(describeFields(spec.fields)).filter((_, i) => i % 7 === 0)) {
      for (const spelled of [path, path.replaceAll("[]", "").replaceAll(".<name>", "")]) {
        const { code, stderr } = await runIn(world, "explain", `${name}.${spelled}`);
        assert.equal(code, 0, `${name}.${spelled}: ${stderr}`);
      }
    }
  }
});

Deno.test("explain names the nearest kind and field when there is none", async () => {
  const kind = await runIn(testWorld(), "explain", "DynamoBD");
  assert.equal(kind.code, 64);
  assert.match(kind.stderr, /there is no kind "DynamoBD"\n {2}fix: use DynamoDB/);
  const field = await runIn(testWorld(), "explain", "SQS.deadLetterQueue.maxRecieveCount");
  assert.equal(field.code, 64);
  assert.match(
    field.stderr,
    /SQS\.deadLetterQueue has no field "maxRecieveCount"\n {2}fix: panka explain SQS\.deadLetterQueue\.maxReceiveCount/,
  );
  const leaf = await runIn(testWorld(), "explain", "SQS.type.x");
  assert.match(leaf.stderr, /SQS\.type has no field "x"/);
});

Deno.test("explain -o json prints one document with fields, outputs and example", async () => {
  const { stdout } = await runIn(testWorld(), "explain", "SQS", "-o", "json");
  const told = JSON.parse(stdout);
  assert.equal(told.schema, "panka/explain@1");
  assert.equal(told.holdsData, false);
  const timeout = told.fields.find((field: FieldFacts) => field.name === "visibilityTimeout");
  assert.deepEqual([timeout.unit, timeout.default, timeout.min, timeout.max], [
    "seconds",
    30,
    0,
    43200,
  ]);
  assert.ok(told.outputs.some((output: { name: string }) => output.name === "queueUrl"));
  assert.match(told.example, /^apiVersion: components\.panka\.io\/v1\nkind: SQS\n/);
  const all = JSON.parse((await runIn(testWorld(), "explain", "-o", "json")).stdout);
  assert.equal(all.schema, "panka/kinds@1");
  assert.equal(all.kinds.length, catalog().length);
});

Deno.test("explain colours on a terminal and not with NO_COLOR", async () => {
  const colored = await runIn(testWorld({ terminal: true }), "explain", "SQS.type");
  assert.ok(colored.stdout.includes("\x1b["));
  const plain = await runIn(
    testWorld({ terminal: true, env: { NO_COLOR: "1" } }),
    "explain",
    "SQS.type",
  );
  assert.ok(!plain.stdout.includes("\x1b["));
});

Deno.test("schema prints one schema for all kinds, or that of one, or writes it", async () => {
  const world = testWorld();
  const all = JSON.parse((await runIn(world, "schema")).stdout);
  assert.equal(all.$schema, "https://json-schema.org/draft/2020-12/schema");
  assert.ok(all.$defs.SQS);
  const one = JSON.parse((await runIn(world, "schema", "sqs", "-o", "json")).stdout);
  assert.equal(one.title, "panka SQS");
  const written = await runIn(world, "schema", "SQS", "--out", ".panka/sqs.json");
  assert.equal(written.stdout, "");
  assert.deepEqual(JSON.parse(world.tree[".panka/sqs.json"] as string), one);
  assert.match(written.stderr, /yaml-language-server: \$schema=\.panka\/sqs\.json/);
  const wrong = await runIn(world, "schema", "SQSS");
  assert.equal(wrong.code, 64);
});
