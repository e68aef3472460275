import assert from "node:assert/strict";
import { LockNotices } from "../../src/cli/lock_notices.ts";
import { Output } from "../../src/cli/output.ts";
import type { WaitingEvent } from "../../src/cli/view/waiting.ts";
import { SteppedClock } from "../state/session_world.ts";
import { type TestWorld, testWorld } from "./test_world.ts";

const CLEAR = "\r\x1b[K";

function waiting(clock: SteppedClock, change: Partial<WaitingEvent> = {}): WaitingEvent {
  const at = (agoMs: number) => new Date(clock.now - agoMs).toISOString();
  return {
    type: "lock-waiting",
    key: "tenant:acme:stack:shop:env:production",
    item: {
      key: "tenant:acme:stack:shop:env:production",
      fence: 41,
      owner: "run",
      rvn: "r",
      leaseMs: 60_000,
      holder: {
        user: "ci",
        host: "runner-7",
        pid: 1,
        command: "panka apply -e production",
        since: at(72_000),
        lastHeartbeat: at(1_000),
        gitCommit: "3f9a2c1d0b7e",
      },
    },
    silentMs: 0,
    nextLookMs: 2_000,
    takeoverInMs: 65_000,
    givingUpInMs: 528_000,
    ...change,
  };
}

function watched(options: { terminal: boolean; columns?: number }): {
  world: TestWorld;
  clock: SteppedClock;
  notices: LockNotices;
} {
  const clock = new SteppedClock();
  const world = Object.assign(testWorld({ ...options, env: { NO_COLOR: "1" } }), { clock });
  const context = { world, out: new Output(world) };
  return {
    world,
    clock,
    notices: new LockNotices(context, (fence) => `panka unlock --fence ${fence}`),
  };
}

Deno.test("a waiter off a terminal says whom it waits for at once, and again every 10 s", async () => {
  const { world, clock, notices } = watched({ terminal: false, columns: 200 });
  notices.take(waiting(clock, { givingUpInMs: undefined }));
  await clock.tick(1);
  const line =
    "◌ shop/production is held by ci@runner-7 (panka apply -e production, commit 3f9a2c1), for 1m 12s " +
    "· next look in 2s, taken over in 1m 5s if it stays silent · Ctrl-C stops waiting\n";
  assert.equal(world.printed.stderr, line);
  for (let second = 0; second < 9; second++) await clock.tick(1000);
  assert.equal(world.printed.stderr, line, "nothing new within 10 s");
  await clock.tick(1000);
  const lines = world.printed.stderr.trimEnd().split("\n");
  assert.equal(lines.length, 2);
  assert.match(lines[1]!, /for 1m 22s · next look in 0s, taken over in 55s/);
  notices.take({ type: "lock-acquired", key: "k", fence: 42, waitedMs: 1 });
  await clock.tick(60_000);
  assert.equal(
    world.printed.stderr.trimEnd().split("\n").length,
    2,
    "no line after it has the lock",
  );
});

Deno.test("a waiter on a terminal counts down in one line, and clears it", async () => {
  const { world, clock, notices } = watched({ terminal: true, columns: 100 });
  notices.take(waiting(clock));
  for (let second = 0; second < 3; second++) await clock.tick(1000);
  const drawn = world.printed.stderr.split(CLEAR).slice(1);
  assert.deepEqual(drawn.map((line) => /giving up in (\S+ \S+)$/.exec(line)?.[1]), [
    "8m 48s",
    "8m 47s",
    "8m 46s",
    "8m 45s",
  ]);
  assert.ok(!world.printed.stderr.includes("\n"));
  for (const line of drawn) assert.ok([...line].length < 100, line);
  notices.stop();
  assert.ok(world.printed.stderr.endsWith(CLEAR));
  const before = world.printed.stderr;
  await clock.tick(60_000);
  assert.equal(world.printed.stderr, before);
});

for (const columns of [40, 60, 80, 100]) {
  Deno.test(`a waiting line of ${columns} columns shows holder, command, age and countdown`, async () => {
    const { world, clock, notices } = watched({ terminal: true, columns });
    notices.take(waiting(clock));
    await clock.tick(1);
    const line = world.printed.stderr.split(CLEAR).at(-1)!;
    notices.stop();
    assert.ok([...line].length < columns, line);
    assert.match(line, /ci@ru.*1m 12s.*8m 48s/);
  });
}

Deno.test("a waiter says when a silent holder will be replaced, and that it was", async () => {
  const { world, clock, notices } = watched({ terminal: true, columns: 100 });
  const event = waiting(clock, { silentMs: 20_000, takeoverInMs: 45_000 });
  notices.take(event);
  await clock.tick(1);
  assert.match(world.printed.stderr, /taken over in 45s if it stays silent/);
  notices.take({
    type: "lock-taken-over",
    key: event.key,
    fence: 42,
    from: event.item,
    waitedMs: 1,
  });
  assert.match(
    world.printed.stderr,
    /took over shop\/production from ci@runner-7, who was silent\n$/,
  );
});

Deno.test("a holder's words never steer the terminal", async () => {
  const { world, clock, notices } = watched({ terminal: true, columns: 100 });
  const event = waiting(clock);
  event.item.holder!.user = "\x1b[2Jevil\n";
  event.item.holder!.command = "a\x07b";
  notices.take(event);
  await clock.tick(1);
  notices.stop();
  // deno-lint-ignore no-control-regex
  assert.ok(!world.printed.stderr.replaceAll(CLEAR, "").match(/[\x07\x1b\n]/));
});

Deno.test("a lock that can't be given back is told of with the command that takes it away", () => {
  const { world, notices } = watched({ terminal: false });
  notices.take({
    type: "lock-release-failed",
    key: "stack:shop:env:dev",
    fence: 7,
    why: "no answer",
  });
  assert.match(
    world.printed.stderr,
    /shop\/dev could not be given back \(no answer\).*panka unlock --fence 7/,
  );
});
