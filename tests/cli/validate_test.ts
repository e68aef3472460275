import assert from "node:assert/strict";
import { widthOf } from "../../src/cli/view/style.ts";
import { runIn, testWorld, type WorldOptions } from "./test_world.ts";

const stack = (more = "") =>
  `apiVersion: core.panka.io/v1\nkind: Stack\nmetadata:\n  name: shop\nspec:\n` +
  `  provider:\n    name: aws\n    region: eu-west-1\n${more}`;
const queue = (name: string) =>
  `apiVersion: components.panka.io/v1\nkind: SQS\nmetadata:\n  name: ${name}\n` +
  `spec:\n  type: standard\n`;

// deno-lint-ignore no-control-regex
const COLOR = /\x1b\[/;

const validate = (files: Record<string, string>, options: WorldOptions = {}, ...more: string[]) =>
  runIn(testWorld({ files, ...options }), "validate", ...more);

Deno.test("validate lists components in lines of at most 40 columns on a terminal that narrow", async () => {
  const { code, stdout } = await validate(
    {
      "stack.yaml": stack(),
      "services/api/queue.yaml": queue("notifications-that-wait-for-the-night"),
    },
    { columns: 40 },
  );
  assert.equal(code, 0);
  assert.match(stdout, /notifications-that-wait-for-th… +SQS/);
  for (const line of stdout.split("\n")) assert.ok(widthOf(line) <= 40, line);
});

Deno.test("validate leaves a blank line between what is wrong and how much it is", async () => {
  const { stderr } = await validate({ "stack.yaml": "a list\n" });
  assert.match(stderr, /\n\n1 error, 0 warnings in 1 file /);
});

Deno.test("validate asks for an environment where the stack has several and none was chosen", async () => {
  const files = {
    "stack.yaml": stack("  environments:\n    staging: {}\n    production: {}\n"),
  };
  const { code, stderr } = await validate(files);
  assert.equal(code, 1);
  assert.match(stderr, /the stack has several environments, and none was chosen/);
  assert.match(stderr, /fix: use -e staging or -e production\n/);
  const other = await validate(files, {}, "-e", "stagin");
  assert.match(other.stderr, /the stack has no environment "stagin"/);
});

Deno.test("validate colours when NO_COLOR is there and empty, as no-color.org says", async () => {
  const files = { "stack.yaml": stack() };
  const { stdout } = await validate(files, { terminal: true, env: { NO_COLOR: "" } });
  assert.match(stdout, COLOR);
  const plain = await validate(files, { terminal: true, env: { NO_COLOR: "1" } });
  assert.doesNotMatch(plain.stdout, COLOR);
});

Deno.test("validate says what plan would refuse: components that would get one name", async () => {
  const { code, stdout } = await validate(
    {
      "stack.yaml": stack(),
      "services/a/queue.yaml": queue("b-c"),
      "services/a-b/queue.yaml": queue("c"),
    },
    {},
    "-o",
    "json",
  );
  const document = JSON.parse(stdout);
  assert.equal(code, 1);
  assert.equal(document.valid, false);
  assert.equal(document.diagnostics[0].code, "name-clash");
});

Deno.test("validate tells machines of errors and warnings, and of notes apart", async () => {
  const { stdout } = await validate(
    {
      "stack.yaml": stack("  budget: { monthlyUsd: 5 }\n"),
      "services/api/queue.yaml": queue("jobs"),
    },
    {},
    "-o",
    "json",
  );
  const { diagnostics, notes } = JSON.parse(stdout);
  assert.deepEqual(diagnostics, []);
  assert.equal(notes[0].code, "ignored-field");
});
