import assert from "node:assert/strict";
import type { RunEvent } from "../../../src/operations/events.ts";
import { ending } from "../../../src/cli/view/ending.ts";
import { RunState, type Summary } from "../../../src/cli/view/run_state.ts";
import { colors, widthOf } from "../../../src/cli/view/style.ts";
import { golden } from "../test_world.ts";
import { component, EVENTS, FAILURE, ROLLBACK, runUntil } from "./scenario.ts";

const plain = colors(false);
const about = { verb: "apply", arguments: "-e production" };

const summary = (draft: Partial<Summary>): Summary => ({
  type: "summary",
  at: 239_000,
  outcome: "succeeded",
  deployment: 42,
  changes: { create: 1, update: 2, replace: 1, delete: 1 },
  outputs: {},
  left: [],
  exitCode: 0,
  ...draft,
});

const DONE: readonly RunEvent[] = [
  ...EVENTS,
  component(80_000, "data/orders-db", "succeeded", 76),
  component(90_000, "api/server", "succeeded", 40),
  component(95_000, "jobs/old-report", "started"),
  component(96_000, "jobs/old-report", "succeeded", 1),
];
const OUTPUTS = { url: "https://shop.example/", "admin-password": { $secret: "shop/admin" } };

const CASES: Record<string, [readonly RunEvent[], Summary]> = {
  succeeded: [DONE, summary({ at: 96_500, outputs: OUTPUTS })],
  unchanged: [[], summary({ outcome: "unchanged", deployment: undefined, outputs: OUTPUTS })],
  "rolled back": [ROLLBACK, summary({ outcome: "rolled-back", rolledBackTo: 41, exitCode: 9 })],
  "rolled back to nothing": [ROLLBACK, summary({ outcome: "rolled-back", exitCode: 9 })],
  "rolled back in part": [
    ROLLBACK,
    summary({
      outcome: "failed",
      exitCode: 11,
      left: ["data/orders-db"],
      residue: [{
        id: "data/orders-db",
        why: "stays at db.t4g.large: a change of class is not undone by itself",
      }],
    }),
  ],
  "failed, rollback not wanted": [
    FAILURE,
    summary({ outcome: "failed", at: 129_000, exitCode: 11, left: ["api/server"] }),
  ],
  "failed without a word": [
    [...EVENTS, component(60_000, "api/server", "failed", 10)],
    summary({ outcome: "failed", at: 61_000, exitCode: 11, left: ["api/server"] }),
  ],
  cancelled: [
    EVENTS,
    summary({ outcome: "cancelled", at: 61_000, exitCode: 8, left: ["api/server"] }),
  ],
  "cancelled before it began": [
    [],
    summary({ outcome: "cancelled", deployment: undefined, at: 900, exitCode: 8 }),
  ],
  unhealthy: [
    [...DONE, {
      type: "health",
      at: 97_000,
      id: "api/server",
      status: "unhealthy",
      message: "not in time: 1 of 2 tasks healthy",
    }],
    summary({ at: 697_000, outputs: OUTPUTS, exitCode: 10 }),
  ],
  "the lock could not be given back": [
    [...EVENTS, {
      type: "lock",
      at: 60_500,
      event: { type: "lock-release-failed", key: "k", fence: 7, why: "no answer" },
    }],
    summary({ outcome: "cancelled", at: 61_000, exitCode: 8, left: [] }),
  ],
};

for (const columns of [100, 40]) {
  Deno.test(`ending() tells how a run ended at ${columns} columns`, () => {
    const texts = Object.entries(CASES).map(([name, [events, end]]) => {
      const { result, rest } = ending(
        runUntil(Infinity, events),
        end,
        about,
        plain,
        plain,
        columns,
      );
      for (const line of `${result}${rest}`.split("\n")) {
        // Outputs are for copying: never broken.
        if (!line.startsWith("  url") && !line.startsWith("  admin-password")) {
          assert.ok(widthOf(line) <= columns, `${name}: ${line}`);
        }
      }
      return `##### ${name}\n--- stdout\n${result}--- stderr\n${rest}`;
    });
    golden(`ending-${columns}`, texts.join(""));
  });
}

Deno.test("ending() shows no more of a message than helps, and lets none steer the terminal", () => {
  const run = new RunState(0);
  const message = ["first \x1b[2Jline", ...Array.from({ length: 30 }, (_, i) => `line ${i}`)];
  run.take({ type: "diagnostic", at: 0, severity: "error", message: message.join("\n") }, 0);
  run.take({ type: "diagnostic", at: 1, severity: "error", message: message.join("\n") }, 1);
  const { rest } = ending(
    run,
    summary({ outcome: "failed", exitCode: 11 }),
    about,
    plain,
    plain,
    80,
  );
  assert.ok(rest.includes("first �[2Jline"));
  assert.equal(rest.split("first").length, 2, "told once");
  assert.match(rest, /line 11\n {2}and 18 more lines\n/);
});
