import assert from "node:assert/strict";
import type { LockEvent } from "../../../src/lock/events.ts";
import type { RunEvent } from "../../../src/operations/events.ts";
import { eventJson } from "../../../src/cli/view/json_lines.ts";
import { component, NEEDS, PLAN, resource, ROLLBACK } from "./scenario.ts";

const DOC = Deno.readTextFileSync(new URL("../../../docs/machine-output.md", import.meta.url));

const SUMMARY: RunEvent = {
  type: "summary",
  at: 96_500.4,
  outcome: "succeeded",
  deployment: 42,
  changes: { create: 1, update: 0, replace: 0, delete: 0 },
  outputs: { url: "https://shop.example/" },
  left: [],
  exitCode: 0,
};

Deno.test("eventJson() prints the lines that docs/machine-output.md shows", () => {
  const shown = [...DOC.matchAll(/^\{"schema":"panka\/apply@1".*$/gm)].map(([line]) => line);
  const refused: RunEvent = {
    ...SUMMARY,
    at: 12,
    outcome: "failed",
    deployment: undefined,
    changes: { create: 0, update: 0, replace: 0, delete: 0 },
    outputs: {},
    exitCode: 6,
  };
  const made = [component(8000.2, "data/exports", "succeeded", 4.0001), SUMMARY, refused];
  assert.deepEqual(made.map((event) => JSON.stringify(eventJson(event, "apply"))), shown);
});

Deno.test("eventJson() prints nothing that docs/machine-output.md doesn't name", () => {
  const rows = new Map(
    [...DOC.matchAll(/^\| `([a-z]+)`\s+\| (.*) \|$/gm)].slice(1).map((
      [, type, fields],
    ) => [type!, fields!]),
  );
  const events: RunEvent[] = [
    ...ROLLBACK,
    resource(1, "a/b/queue", "aws:sqs/queue:Queue", "create"),
    { type: "health", at: 1, id: "a/b", status: "waiting", message: "0 of 1" },
    { ...SUMMARY, rolledBackTo: 41, residue: [{ id: "a/b", why: "it is" }] } as RunEvent,
  ];
  for (const event of events) {
    const line = eventJson(event, "apply");
    if (!line) continue;
    const fields = rows.get(event.type);
    assert.ok(fields, `${event.type} is documented`);
    for (const [name, value] of Object.entries(line)) {
      if (["schema", "type", "at"].includes(name) || value === undefined) continue;
      if (event.type === "lock" && ["waitedMs"].includes(name)) continue;
      assert.ok(fields.includes(`\`${name}`), `${event.type}.${name} is documented`);
    }
  }
  assert.deepEqual(
    [...rows.keys()].filter((type) => !events.some((event) => event.type === type)),
    [],
    "each documented type was printed",
  );
});

Deno.test("eventJson() names the plan's fields as plan does, once for each stage", () => {
  const line = eventJson({ type: "plan", at: 5, plan: PLAN, needs: NEEDS }, "destroy")!;
  assert.equal(line.schema, "panka/destroy@1");
  assert.equal(line.type, "plan");
  assert.deepEqual(line.waves, PLAN.waves);
  assert.deepEqual(line.summary, PLAN.summary);
});

Deno.test("eventJson() leaves out resources that need nothing", () => {
  const event = resource(1, "a/b/queue", "aws:sqs/queue:Queue", "create");
  assert.ok(event.type === "resource");
  for (const operation of ["same", "read"] as const) {
    const quiet: RunEvent = { ...event, event: { ...event.event, operation } };
    assert.equal(eventJson(quiet, "apply"), undefined);
  }
});

Deno.test("eventJson() flattens what happens to the lock, with its holder", () => {
  const holder = {
    user: "ci",
    host: "runner-7",
    pid: 1,
    command: "panka apply",
    since: "2026-01-02T03:04:05Z",
    lastHeartbeat: "2026-01-02T03:04:15Z",
  };
  const item = { key: "stack:shop:env:dev", fence: 3, owner: "01J", holder };
  const lines = ([
    {
      type: "lock-waiting",
      key: item.key,
      item,
      silentMs: 1,
      nextLookMs: 2,
      takeoverInMs: 3,
    },
    { type: "lock-taken-over", key: item.key, fence: 4, from: item, waitedMs: 9 },
    { type: "lock-fence-raised", key: item.key, from: 3, to: 8 },
  ] satisfies LockEvent[]).map((event) => eventJson({ type: "lock", at: 1, event }, "apply"));
  const line = { schema: "panka/apply@1", type: "lock", at: 1, key: item.key };
  const told = { owner: "01J", fence: 3, ...holder };
  assert.deepEqual(lines, [
    { ...line, status: "waiting", silentMs: 1, nextLookMs: 2, takeoverInMs: 3, holder: told },
    { ...line, status: "taken-over", fence: 4, waitedMs: 9, holder: told },
    { ...line, status: "fence-raised", from: 3, to: 8 },
  ]);
});
