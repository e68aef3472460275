import assert from "node:assert/strict";
import { acquireLocks, Locked, type Wait } from "../../src/lock/acquire.ts";
import type { LockEvent } from "../../src/lock/events.ts";
import { type Lease, LeaseLost } from "../../src/lock/lease.ts";
import { MemoryTable } from "../../src/lock/memory_table.ts";
import { type LockTable, UNREADABLE } from "../../src/lock/table.ts";
import { LEASE_TIMES } from "../../src/lock/times.ts";
import { forceUnlock } from "../../src/lock/unlock.ts";
import { StoreUnavailable, UnknownOutcome } from "../../src/state/store.ts";
import { counted, seededRandom, SteppedClock } from "../state/session_world.ts";

const KEY = "stack:shop:env:dev";
const { leaseMs, marginMs, pollMs, heartbeatMs, endingMs } = LEASE_TIMES;

class World {
  readonly clock = new SteppedClock();
  readonly inner = new MemoryTable();
  readonly requests: string[] = [];
  readonly events: LockEvent[] = [];
  readonly random = seededRandom(1);
  readonly table: LockTable = counted(
    this.inner,
    (name, key) => this.requests.push(`${name} ${key}`),
  );

  acquire(
    runId: string,
    wait: Wait = "until-known",
    keys = [KEY],
    signal?: AbortSignal,
    table = this.table,
  ): Promise<Lease[]> {
    const holder = { user: "ann", host: "laptop", pid: 1, command: "panka apply" };
    const claimant = {
      runId,
      holder,
      times: LEASE_TIMES,
      onEvent: (event: LockEvent) => void this.events.push(event),
    };
    return acquireLocks(
      { table, clock: this.clock, random: this.random },
      claimant,
      keys,
      wait,
      signal,
    );
  }

  async one(runId: string, wait: Wait = "until-known", table = this.table): Promise<Lease> {
    return (await this.acquire(runId, wait, [KEY], undefined, table))[0]!;
  }

  types(): string[] {
    return this.events.map(({ type }) => type).filter((type) => type !== "lock-heartbeat");
  }
}

/** A holder that was killed: an item that nobody renews. */
async function dead(world: World, key = KEY): Promise<void> {
  await world.inner.update(key, { free: true }, { addFence: 1, owner: "dead", rvn: "r", leaseMs });
}

/** The table, with one call going wrong in some way. */
function failing(table: LockTable, call: number, how: "before" | "after", error: Error): LockTable {
  let calls = 0;
  return {
    location: table.location,
    get: (key) => table.get(key),
    list: (prefix) => table.list(prefix),
    async update(...parameters) {
      if (++calls !== call) return await table.update(...parameters);
      if (how === "after") await table.update(...parameters);
      throw error;
    },
  };
}

Deno.test("acquireLocks() is one request when the lock is free", async () => {
  const world = new World();
  const lease = await world.one("a");
  assert.deepEqual(world.requests, [`update ${KEY}`]);
  assert.equal(lease.fence, 1);
  const { owner, holder, expiresAt } = (await world.inner.get(KEY))!;
  assert.equal(owner, "a");
  assert.equal(holder?.command, "panka apply");
  assert.equal(expiresAt, Math.floor(world.clock.wall() / 1000) + 90 * 86_400);
  await lease.release();
});

Deno.test("acquireLocks() is one request when the lock is held and no waiting is wanted", async () => {
  const world = new World();
  const lease = await world.one("a");
  world.requests.length = 0;
  await assert.rejects(world.one("b", { ms: 0 }), (error: Locked) => {
    assert.ok(error instanceof Locked);
    assert.equal(error.item.owner, "a");
    assert.match(error.message, /ann@laptop \(panka apply\)/);
    return true;
  });
  assert.deepEqual(world.requests, [`update ${KEY}`]);
  await lease.release();
});

Deno.test("acquireLocks() until-known gives up when the holder shows a sign of life", async () => {
  const world = new World();
  const lease = await world.one("a");
  const start = world.clock.now;
  await assert.rejects(world.clock.until(world.one("b")), { name: "Locked", reason: "alive" });
  assert.ok(world.clock.now - start <= heartbeatMs + pollMs + 500);
  await lease.release();
});

Deno.test("acquireLocks() takes over when the holder was silent for a lease and a margin, and not before", async () => {
  const world = new World();
  await dead(world);
  const start = world.clock.now;
  const lease = await world.clock.until(world.one("b"));
  const waited = world.clock.now - start;
  assert.ok(
    waited >= leaseMs + marginMs && waited <= leaseMs + marginMs + pollMs + 500,
    `${waited}`,
  );
  assert.deepEqual([lease.fence, lease.takenOver], [2, true]);
  const taken = world.events.find((event) => event.type === "lock-taken-over");
  assert.equal(taken?.from.owner, "dead");
  await lease.release();
});

Deno.test("acquireLocks() starts counting again when the holder renews just before its end", async () => {
  const world = new World();
  await dead(world);
  const waiting = world.one("b", { ms: 10 * leaseMs });
  await world.clock.tick(leaseMs);
  await world.inner.update(KEY, { owner: "dead" }, { rvn: "r2" });
  await world.clock.tick(leaseMs);
  assert.equal((await world.inner.get(KEY))?.owner, "dead");
  const lease = await world.clock.until(waiting);
  assert.equal(lease.takenOver, true);
  await lease.release();
});

Deno.test("acquireLocks() takes the lock when it is released while waiting", async () => {
  const world = new World();
  const first = await world.one("a");
  const waiting = world.one("b", { ms: 600_000 });
  await world.clock.tick(30_000);
  await first.release(42);
  const second = await world.clock.until(waiting);
  assert.deepEqual([second.fence, second.takenOver, second.lastSerial], [2, false, 42]);
  await second.release();
});

Deno.test("acquireLocks() gives up when its time is over, saying each time what it waits for", async () => {
  const world = new World();
  const lease = await world.one("a");
  await assert.rejects(world.clock.until(world.one("b", { ms: 20_000 })), {
    name: "Locked",
    reason: "timeout",
  });
  const waits = world.events.filter((event) => event.type === "lock-waiting");
  assert.ok(waits.length >= 6);
  for (const { item, nextLookMs, givingUpInMs, takeoverInMs } of waits) {
    assert.equal(item.owner, "a");
    assert.ok(nextLookMs <= pollMs && givingUpInMs! <= 20_000 && takeoverInMs > 0);
  }
  await lease.release();
});

Deno.test("acquireLocks() leaves nothing behind when it is aborted while waiting", async () => {
  const world = new World();
  const lease = await world.one("a");
  const before = await world.inner.get(KEY);
  const controller = new AbortController();
  const waiting = world.acquire("b", { ms: 600_000 }, [KEY, `${KEY}:service:a`], controller.signal);
  await world.clock.tick(5_000);
  controller.abort(new Error("Ctrl-C"));
  await assert.rejects(world.clock.until(waiting), /Ctrl-C/);
  assert.deepEqual(await world.inner.get(KEY), before);
  assert.equal((await world.inner.get(`${KEY}:service:a`))?.owner, undefined);
  await lease.release();
});

for (const how of ["before", "after"] as const) {
  Deno.test(`acquireLocks() gets the lock when its request failed without an answer ${how} it arrived`, async () => {
    const world = new World();
    const table = failing(world.table, 1, how, new UnknownOutcome("reset"));
    const lease = await world.clock.until(world.one("a", "until-known", table));
    assert.deepEqual([lease.fence, (await world.inner.get(KEY))?.owner], [1, "a"]);
    await lease.release();
  });
}

Deno.test("acquireLocks() fails, holding nothing, when the table stays unreachable", async () => {
  const world = new World();
  const table: LockTable = {
    ...world.table,
    update: () => Promise.reject(new StoreUnavailable("503")),
  };
  await assert.rejects(world.clock.until(world.one("a", "until-known", table)), StoreUnavailable);
});

Deno.test("acquireLocks() refuses at once when the item can't be understood", async () => {
  const world = new World();
  world.inner.place(KEY, { key: KEY, fence: UNREADABLE });
  await assert.rejects(world.one("a", { ms: 600_000 }), { name: "Locked", reason: "unreadable" });
});

Deno.test("acquireLocks() holds none while it waits for one of several, then all in sorted order", async () => {
  const world = new World();
  const keys = ["b", "a", "c"].map((service) => `${KEY}:service:${service}`);
  const [blocker] = await world.acquire("x", "until-known", [keys[0]!]);
  const waiting = world.acquire("y", { ms: 600_000 }, keys);
  await world.clock.tick(4_000);
  for (const key of [keys[1]!, keys[2]!]) {
    assert.equal((await world.inner.get(key))?.owner, undefined);
  }
  await blocker!.release();
  const leases = await world.clock.until(waiting);
  assert.deepEqual(leases.map(({ key }) => key), keys.toSorted());
  for (const lease of leases) await lease.release();
});

Deno.test("acquireLocks() takes several dead holders over in one lease's time", async () => {
  const world = new World();
  const keys = ["a", "b", "c"].map((service) => `${KEY}:service:${service}`);
  for (const key of keys) await dead(world, key);
  const start = world.clock.now;
  const leases = await world.clock.until(world.acquire("y", { ms: 600_000 }, keys));
  assert.ok(world.clock.now - start <= leaseMs + marginMs + pollMs + 1000);
  for (const lease of leases) await lease.release();
});

Deno.test("a lease is renewed every ten seconds with a new rvn, moving its life on", async () => {
  const world = new World();
  const lease = await world.one("a");
  const seen = new Set<string>();
  for (let minute = 0; minute < 10; minute++) {
    await world.clock.tick(leaseMs);
    const { rvn, expiresAt } = (await world.inner.get(KEY))!;
    seen.add(rvn!);
    assert.ok(expiresAt! >= Math.floor(world.clock.wall() / 1000) + 90 * 86_400 - 10);
    lease.check();
    assert.ok(lease.remainingMs() > leaseMs - heartbeatMs - 1000);
  }
  assert.equal(seen.size, 10);
  assert.equal(world.requests.filter((request) => request.startsWith("update")).length, 61);
  await lease.release();
});

Deno.test("a lease warns before its end and is lost at its end when no heartbeat is answered", async () => {
  const world = new World();
  const cut = {
    ...world.table,
    update: world.table.update,
    get: world.table.get,
    list: world.table.list,
  };
  const lease = await world.one("a", "until-known", cut);
  cut.update = () => Promise.reject(new UnknownOutcome("reset"));
  await world.clock.tick(leaseMs - endingMs - 1);
  assert.equal(lease.ending.aborted, false);
  await world.clock.tick(2);
  assert.equal(lease.ending.aborted, true);
  lease.check();
  await world.clock.tick(endingMs);
  assert.ok(lease.lost.reason instanceof LeaseLost);
  assert.throws(() => lease.check(), { name: "LeaseLost", reason: "expired" });
  const types = world.types();
  assert.ok(types.includes("lock-heartbeat-missed"));
  assert.deepEqual(types.slice(-1), ["lock-lost"]);
});

Deno.test("a lease is over when the wall clock says so, though the monotonic one stood still", async () => {
  const world = new World();
  const lease = await world.one("a");
  const { monotonic } = world.clock;
  const stood = world.clock.monotonic();
  world.clock.monotonic = () => stood;
  world.clock.now += leaseMs + 1;
  assert.throws(() => lease.check(), { name: "LeaseLost", reason: "expired" });
  world.clock.monotonic = monotonic;
});

Deno.test("a lease survives an unanswered heartbeat, whether or not it arrived", async () => {
  for (const how of ["before", "after"] as const) {
    const world = new World();
    const lease = await world.one(
      "a",
      "until-known",
      failing(world.table, 2, how, new UnknownOutcome("reset")),
    );
    await world.clock.tick(5 * leaseMs);
    lease.check();
    assert.equal(await lease.release(), "released");
  }
});

Deno.test("a late copy of an old heartbeat changes nothing", async () => {
  const world = new World();
  const sent: Parameters<LockTable["update"]>[] = [];
  const table: LockTable = {
    ...world.table,
    get: world.table.get,
    update: (...parameters) => {
      sent.push(parameters);
      return world.table.update(...parameters);
    },
  };
  const lease = await world.one("a", "until-known", table);
  await world.clock.tick(3 * heartbeatMs);
  const before = await world.inner.get(KEY);
  for (const copy of sent) assert.equal((await world.inner.update(...copy)).ok, false);
  assert.deepEqual(await world.inner.get(KEY), before);
  await lease.release();
});

Deno.test("a lease is lost at its next heartbeat when a person unlocks it, and can't be given back", async () => {
  const world = new World();
  const lease = await world.one("a");
  const shown = (await world.inner.get(KEY))!;
  assert.deepEqual(await forceUnlock(world, shown, 0), { outcome: "unlocked", fence: 2 });
  await world.clock.tick(heartbeatMs + 100);
  assert.throws(() => lease.check(), { name: "LeaseLost", reason: "taken" });
  const next = await world.one("b");
  assert.equal(next.fence, 3);
  assert.equal(await lease.release(), "lost");
  assert.equal((await world.inner.get(KEY))?.owner, "b");
  await next.release();
});

Deno.test("verify() finds out at once that the table was lost", async () => {
  const world = new World();
  const lease = await world.one("a");
  await lease.verify();
  world.inner.place(KEY, undefined);
  await assert.rejects(lease.verify(), { name: "LeaseLost", reason: "taken" });
});

Deno.test("raise() lifts the fence above what is asked, once, also when its answer is lost", async () => {
  for (const call of [0, 2]) {
    const world = new World();
    const lease = await world.one(
      "a",
      "until-known",
      failing(world.table, call, "after", new UnknownOutcome("reset")),
    );
    await world.clock.until(lease.raise(7));
    assert.equal(lease.fence, 8);
    await lease.raise(7);
    assert.equal((await world.inner.get(KEY))?.fence, 8);
    await world.clock.tick(leaseMs);
    lease.check();
    assert.equal(await lease.release(), "released");
  }
});

Deno.test("release() tells the truth when its answers are lost or the table is unreachable", async () => {
  for (const how of ["before", "after"] as const) {
    const world = new World();
    const lease = await world.one(
      "a",
      "until-known",
      failing(world.table, 2, how, new UnknownOutcome("reset")),
    );
    assert.equal(await world.clock.until(lease.release(5)), "released");
    assert.deepEqual([(await world.inner.get(KEY))?.owner, (await world.inner.get(KEY))?.serial], [
      undefined,
      5,
    ]);
  }
  const world = new World();
  const cut = { ...world.table, update: world.table.update, get: world.table.get };
  const lease = await world.one("a", "until-known", cut);
  cut.update = () => Promise.reject(new StoreUnavailable("503"));
  assert.equal(await world.clock.until(lease.release(5)), "failed");
  assert.equal(world.types().at(-1), "lock-release-failed");
});
