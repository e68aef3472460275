import assert from "node:assert/strict";
import { detailOf, resourceName } from "../../../src/cli/view/doing.ts";
import { barText } from "../../../src/cli/view/footer.ts";
import { finalLines, liveLines } from "../../../src/cli/view/live.ts";
import { colors, widthOf } from "../../../src/cli/view/style.ts";
import { RunState } from "../../../src/cli/view/run_state.ts";
import { Seeded } from "../../random.ts";
import { golden } from "../test_world.ts";
import { component, planOf, resource, ROLLBACK, runUntil } from "./scenario.ts";

const plain = colors(false);

for (const columns of [100, 60, 40]) {
  Deno.test(`liveLines() shows a deployment as it goes on at ${columns} columns`, () => {
    const frames = [3500, 6000, 20_000, 60_000].map((at) =>
      `--- ${at / 1000}s\n${liveLines(runUntil(at), at, { columns, rows: 30 }, plain).join("\n")}\n`
    );
    golden(`live-${columns}`, frames.join(""));
  });

  Deno.test(`liveLines() shows a rollback, and finalLines() what both left, at ${columns} columns`, () => {
    const at = 200_000;
    const live = liveLines(runUntil(at, ROLLBACK), at, { columns, rows: 30 }, plain);
    const run = runUntil(Infinity, ROLLBACK);
    const kept = run.stages.map((stage) =>
      finalLines(run, stage, 240_000, columns, plain).join("\n")
    );
    golden(`live-rollback-${columns}`, [live.join("\n"), ...kept].join("\n---\n") + "\n");
  });
}

Deno.test("liveLines() tells what Ctrl-C did and does next", () => {
  const run = runUntil(20_000);
  const last = () => liveLines(run, 20_000, { columns: 100, rows: 30 }, plain).at(-1)!;
  assert.match(last(), /Ctrl-C finishes what is in flight$/);
  run.interrupts = 1;
  assert.match(last(), /stopping when 2 components are done; Ctrl-C again stops now$/);
  run.interrupts = 2;
  assert.match(last(), /stopping now$/);
});

Deno.test("liveLines() says when the lock is not safe", () => {
  const run = runUntil(20_000);
  const line = () => liveLines(run, 20_000, { columns: 130, rows: 30 }, plain).at(-1)!;
  assert.match(line(), /lock held, state saved 11s ago/);
  const event = (
    event: { type: "lock-heartbeat-missed"; key: string; why: string; remainingMs: number } | {
      type: "lock-heartbeat";
      key: string;
      tookMs: number;
    },
  ) => run.take({ type: "lock", at: 0, event }, 0);
  event({ type: "lock-heartbeat-missed", key: "k", why: "no answer", remainingMs: 40_000 });
  assert.match(line(), /lock held, a heartbeat was missed/);
  event({ type: "lock-heartbeat", key: "k", tookMs: 5 });
  assert.match(line(), /lock held, state/);
});

Deno.test("liveLines() shows what readiness says instead of the resource", () => {
  const run = runUntil(60_000);
  const say = (status: "waiting" | "healthy", message: string) =>
    run.take({ type: "health", at: 60_000, id: "api/server", status, message }, 60_000);
  say("waiting", "1 of 2 new tasks healthy");
  const text = liveLines(run, 60_000, { columns: 100, rows: 30 }, plain).join("\n");
  assert.match(text, /api\/server .* 10s {3}1 of 2 new tasks healthy; usually 2–6 min/);
});

Deno.test("liveLines() folds what is done, then what waits, into the height there is", () => {
  const draft = Array.from({ length: 30 }, (_, i) => ({
    id: `svc/component-${String(i).padStart(2, "0")}`,
    kind: "SQS",
    action: "create" as const,
  }));
  const plan = planOf([draft.slice(0, 20), draft.slice(20)]);
  const run = new RunState(0);
  run.take({ type: "plan", at: 0, plan, needs: {} }, 0);
  draft.slice(0, 8).forEach(({ id }) => {
    run.take(component(0, id, "started", 0, plan), 0);
    run.take(component(0, id, "succeeded", 3, plan), 0);
  });
  for (const { id } of draft.slice(8, 11)) {
    run.take(component(0, id, "started", 0, plan), 0);
    run.take(resource(0, `${id}/queue`, "aws:sqs/queue:Queue", "create"), 0);
  }
  const frames = [40, 26, 14, 7, 4].map((rows) =>
    `--- ${rows} rows\n${liveLines(run, 9000, { columns: 80, rows }, plain).join("\n")}\n`
  );
  golden("live-folded", frames.join(""));
});

Deno.test("liveLines() never fills more than the terminal, whatever happens", () => {
  const seed = Number(Deno.env.get("SEED") ?? Date.now() % 1_000_000);
  const seeded = new Seeded(seed);
  const next = () => seeded.fraction();
  const pick = <T>(list: readonly T[]): T => seeded.pick([...list]);
  const kinds = ["SQS", "RDS", "MicroService", "ElastiCacheMemcached", "Unknown"];
  for (let round = 0; round < 100; round++) {
    const ids = Array.from(
      { length: 1 + Math.floor(next() * 40) },
      (_, i) =>
        `${pick(["a", "data", "a-service-with-a-long-name"])}/${"c".repeat(next() * 20)}${i}`,
    );
    const drafts = ids.map((id) => ({
      id,
      kind: pick(kinds),
      action: pick(["create", "update", "replace", "delete"] as const),
    }));
    const half = Math.floor(drafts.length / 2);
    const plan = planOf([drafts.slice(0, half), drafts.slice(half)].filter((wave) => wave.length));
    const run = new RunState(0);
    const needs = Object.fromEntries(ids.map((id) => [id, [pick(ids), pick(ids)]]));
    run.take({ type: "plan", at: 0, plan, needs }, 0);
    for (let step = 0; step < 60; step++) {
      const id = pick(ids);
      const about = "漢字 \x1b[2J\ttwo\nlines ".repeat(Math.floor(next() * 6));
      run.take(
        pick([
          component(0, id, "started", 0, plan),
          component(0, id, pick(["succeeded", "failed"] as const), next() * 1e4, plan),
          resource(0, `${id}/x`, "aws:ecs/service:Service", "create", pick(["started", "failed"])),
          { type: "diagnostic", at: 0, severity: "error", component: id, message: about },
          { type: "health", at: 0, id, status: "waiting", message: about },
        ]),
        0,
      );
      const size = { columns: 40 + Math.floor(next() * 90), rows: 4 + Math.floor(next() * 50) };
      const lines = liveLines(run, next() * 1e7, size, plain);
      const where = `seed ${seed}, round ${round}, step ${step}, ${size.columns}x${size.rows}`;
      assert.ok(lines.length <= size.rows - 1, `${lines.length} lines: ${where}`);
      for (const line of lines) {
        assert.ok(widthOf(line) <= size.columns - 1, `${JSON.stringify(line)}: ${where}`);
        // deno-lint-ignore no-control-regex
        assert.doesNotMatch(line, /[\x00-\x1f]/, where);
      }
    }
  }
});

Deno.test("detailOf() names as many of what is waited for as there is room", () => {
  const run = runUntil(6000);
  const row = run.stage!.rows.get("api/server")!;
  const at = (room: number) => detailOf(row, run.stage!, run, room);
  assert.equal(at(80), "waits for data/orders-db, jobs/import-queue");
  assert.equal(at(36), "waits for data/orders-db and 1 more");
  assert.equal(at(24), "waits for 2 components");
});

Deno.test("resourceName() says what people call it", () => {
  assert.equal(resourceName("aws:sqs/queue:Queue"), "queue");
  assert.equal(resourceName("aws:rds/instance:Instance"), "database instance");
  assert.equal(
    resourceName("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"),
    "security group ingress rule",
  );
  assert.equal(resourceName("aws:scheduler/schedule:Schedule"), "schedule");
  assert.equal(resourceName("odd"), "odd");
});

Deno.test("barText() grows with time while a component is at work, and is full only when all are done", () => {
  const plan = planOf([[{ id: "a/db", kind: "RDS", action: "create" }]]);
  const run = new RunState(0);
  run.take({ type: "plan", at: 0, plan, needs: {} }, 0);
  const bar = (now: number) => barText([...run.stage!.rows.values()], now);
  assert.equal(bar(0), "[------------]");
  run.take(component(0, "a/db", "started", 0, plan), 0);
  assert.equal(bar(255_000), "[######------]");
  assert.equal(bar(9e9), "[##########--]");
  assert.equal(barText([...run.stage!.rows.values()], 255_000, true), "[######>-----]");
  run.take(component(0, "a/db", "succeeded", 1, plan), 0);
  assert.equal(bar(9e9), "[############]");
});
