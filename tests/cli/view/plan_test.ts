import assert from "node:assert/strict";
import { planText } from "../../../src/cli/view/plan.ts";
import { colors, widthOf } from "../../../src/cli/view/style.ts";
import { changeHints, spanText, typicalSeconds, usualSpan } from "../../../src/cli/view/usual.ts";
import { kinds } from "../../../src/kinds/registry.ts";
import { golden } from "../test_world.ts";
import { change, PLAN, planOf } from "./scenario.ts";

const last = {
  last: { at: "2026-01-02T01:02:05Z", by: "ci", number: 41, result: "succeeded" as const },
  now: Date.UTC(2026, 0, 2, 3, 4, 5),
};

for (const columns of [100, 60, 40]) {
  Deno.test(`planText() lines up and fits ${columns} columns`, () => {
    const text = planText(PLAN, colors(false), columns, last);
    for (const line of text.split("\n")) assert.ok(widthOf(line) <= columns, line);
    golden(`plan-${columns}`, text);
  });
}

Deno.test("planText() says by colour nothing that it doesn't say in words", () => {
  const colored = planText(PLAN, colors(true), 100, last);
  // deno-lint-ignore no-control-regex
  assert.equal(colored.replace(/\x1b\[\d+m/g, ""), planText(PLAN, colors(false), 100, last));
  golden("plan-color", colored);
});

Deno.test("planText() says what would be lost, and how to allow it", () => {
  const plan = planOf([
    [{ id: "data/db", kind: "RDS", action: "delete", holdsData: true, restorable: false }],
    [{
      id: "data/files",
      kind: "S3",
      action: "replace",
      holdsData: true,
      restorable: false,
      fields: [{
        path: "bucket.name",
        old: "a",
        new: "b",
        forcesReplacement: true,
        why: "AWS can't rename it",
      }],
    }],
  ]);
  golden("plan-loss", planText(plan, colors(false), 80));
  const allowing = (...allowed: string[]) => planText(plan, colors(false), 200, undefined, allowed);
  assert.match(allowing("data/db"), /; needs --allow-data-loss data\/files\n/);
  for (const all of [["all"], ["data/db", "data/files"]]) {
    assert.match(allowing(...all), /Data will be lost, as it is allowed: data\/db, data\/files\n/);
  }
});

Deno.test("planText() shows many fields, long values and what steers terminals with care", () => {
  const fields = Array.from({ length: 15 }, (_, i) => ({
    path: `environment[NAME_${i}].value`,
    old: "x".repeat(200),
    new: "two\nlines \x1b[31m" + "y".repeat(200),
    forcesReplacement: false,
  }));
  const plan = planOf([[{ id: "api/server", kind: "MicroService", action: "update", fields }]]);
  for (const columns of [100, 40]) {
    const text = planText(plan, colors(false), columns);
    for (const line of text.split("\n")) assert.ok(widthOf(line) <= columns, line);
    assert.match(text, /and 3 more fields/);
    assert.ok(!text.includes("\x1b"));
  }
});

Deno.test("changeHints() says what a change means for what runs, each thing once", () => {
  const field = (path: string) => ({ path, old: 1, new: 2, forcesReplacement: false });
  const hints = (kind: string, ...paths: string[]) =>
    changeHints(change({ id: "a/b", kind, action: "update", fields: paths.map(field) }));
  assert.deepEqual(hints("RDS", "instance.class", "backup.retentionDays", "backup.enabled"), [
    "in place, 5–10 min, connections drop once",
    "in place, no downtime",
  ]);
  assert.deepEqual(hints("MicroService", "image.tag", "environment[A].value"), [
    "tasks are replaced one by one, no downtime",
  ]);
  assert.deepEqual(hints("SQS", "visibilityTimeout"), []);
  const files = change({
    id: "a/b",
    kind: "Worker",
    action: "update",
    reasons: ["content of app.toml changed"],
  });
  assert.deepEqual(changeHints(files), ["tasks are replaced one by one, no downtime"]);
});

Deno.test("usualSpan() knows every kind, and nothing that is done in no time", () => {
  for (const kind of kinds) {
    for (const action of ["create", "update", "replace", "delete"] as const) {
      const span = usualSpan(kind.name, action);
      assert.ok(span && span[0] > 0 && span[0] < span[1], `${kind.name} ${action}`);
      assert.ok(typicalSeconds(kind.name, action) > 0);
    }
    assert.equal(usualSpan(kind.name, "unchanged"), undefined);
  }
  assert.equal(usualSpan("Unknown", "create"), undefined);
});

Deno.test("spanText() is as exact as such a figure can be", () => {
  assert.equal(spanText([25, 60]), "25–60 s");
  assert.equal(spanText([300, 600]), "5–10 min");
  assert.equal(spanText([30, 120]), "1–2 min");
  assert.equal(spanText([100, 130]), "2 min");
  assert.equal(spanText([3600, 7200]), "1–2 h");
});
