import assert from "node:assert/strict";
import { acquireLocks } from "../../src/lock/acquire.ts";
import { MemoryTable } from "../../src/lock/memory_table.ts";
import type { LockTable } from "../../src/lock/table.ts";
import { LEASE_TIMES } from "../../src/lock/times.ts";
import { UnknownOutcome } from "../../src/state/store.ts";
import { seededRandom, SteppedClock } from "../state/session_world.ts";

const KEY = "stack:shop:env:dev";
const { leaseMs, marginMs } = LEASE_TIMES;

type Update = LockTable["update"];

/** A memory table whose updates go through `on`. */
function world(on: (update: Update, ...parameters: Parameters<Update>) => ReturnType<Update>) {
  const inner = new MemoryTable();
  const table: LockTable = {
    location: "",
    get: (key) => inner.get(key),
    list: (prefix) => inner.list(prefix),
    update: (...parameters) => on((...same) => inner.update(...same), ...parameters),
  };
  return { inner, table, clock: new SteppedClock(), random: seededRandom(1) };
}

function acquire(at: ReturnType<typeof world>, runId: string) {
  const holder = { user: "ann", host: "laptop", pid: 1, command: "apply" };
  const claimant = { runId, holder, times: LEASE_TIMES, onEvent: () => {} };
  return acquireLocks(at, claimant, [KEY], { ms: 10 * leaseMs });
}

const dead = { addFence: 1, owner: "dead", rvn: "r", leaseMs };

Deno.test("acquireLocks() takes a lock that became free while it was being taken over", async () => {
  const at = world(async (update, key, condition, change) => {
    if (condition.owner === "dead" && change.addFence) {
      await at.inner.update(KEY, { owner: "dead" }, { owner: null });
    }
    return await update(key, condition, change);
  });
  await at.inner.update(KEY, { free: true }, dead);
  const [lease] = await at.clock.until(acquire(at, "a"));
  assert.deepEqual([lease!.fence, lease!.takenOver], [2, false]);
  await lease!.release();
});

Deno.test("acquireLocks() renews what an earlier request of its own took at some unknown time", async () => {
  const late: (() => void)[] = [];
  const at = world(async (update, key, condition, change) => {
    if (change.addFence && late.length === 0) {
      late.push(() => void at.inner.update(key, condition, change));
      throw new UnknownOutcome("timed out");
    }
    if (change.addFence && late.length === 1) {
      // The first one arrives just before the second.
      late.push(() => {});
      late[0]!();
    }
    return await update(key, condition, change);
  });
  const [lease] = await at.clock.until(acquire(at, "a"));
  const item = await at.inner.get(KEY);
  assert.deepEqual([lease!.fence, item?.owner, item?.fence], [1, "a", 1]);
  assert.ok(lease!.remainingMs() > leaseMs - 1000);
  await at.clock.tick(5 * leaseMs);
  lease!.check();
  assert.equal(await lease!.release(), "released");
});

Deno.test("acquireLocks() that fails gives back what an unanswered request took after all", async () => {
  const at = world(async (update, key, condition, change) => {
    if (change.addFence) {
      await update(key, condition, change);
      throw new UnknownOutcome("reset");
    }
    return await update(key, condition, change);
  });
  const reads = { left: 4 };
  at.table.get = (key) =>
    reads.left-- > 0 ? Promise.reject(new UnknownOutcome("reset")) : at.inner.get(key);
  await assert.rejects(at.clock.until(acquire(at, "a")), UnknownOutcome);
  assert.equal((await at.inner.get(KEY))?.owner, undefined);
});

Deno.test("acquireLocks() does not take over a holder that renewed since the last look", async () => {
  const at = world(async (update, key, condition, change) => {
    if (condition.owner === "dead" && change.addFence) {
      await at.inner.update(KEY, { owner: "dead" }, { rvn: "alive" });
    }
    return await update(key, condition, change);
  });
  await at.inner.update(KEY, { free: true }, dead);
  const waiting = acquire(at, "a");
  await at.clock.tick(leaseMs + marginMs + 5000);
  assert.equal((await at.inner.get(KEY))?.owner, "dead");
  await at.inner.update(KEY, { owner: "dead" }, { owner: null });
  const [lease] = await at.clock.until(waiting);
  await lease!.release();
});
