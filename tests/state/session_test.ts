import assert from "node:assert/strict";
import type { LockTable } from "../../src/lock/table.ts";
import { LEASE_TIMES } from "../../src/lock/times.ts";
import {
  type Store,
  StoreUnavailable,
  UnknownOutcome,
  WriteConflict,
} from "../../src/state/store.ts";
import { PlanStale } from "../../src/state/refusals.ts";
import { component, ending, settle, SteppedClock, World } from "./session_world.ts";

const intents = (id: string) => [{ component: id, action: "create" as const, resources: [] }];

/**
 * The table as a process sees it that is killed once it has the lock: nothing that it sends later
 * arrives.
 */
function dying(table: LockTable): LockTable {
  return {
    location: table.location,
    get: (key) => table.get(key),
    list: (prefix) => table.list(prefix),
    update: (key, condition, update) =>
      update.addFence || update.fence
        ? table.update(key, condition, update)
        : new Promise(() => {}),
  };
}

/** A store as a plain object, so that a test can replace a method. */
function memory(store: Store): Store {
  return {
    location: store.location,
    get: (...parameters) => store.get(...parameters),
    getVersion: (...parameters) => store.getVersion(...parameters),
    put: (...parameters) => store.put(...parameters),
    versions: (...parameters) => store.versions(...parameters),
    list: (...parameters) => store.list(...parameters),
  };
}

/** A whole deployment with some batches. */
async function deploy(world: World, runId: string, batches: number): Promise<void> {
  const session = await world.open(runId);
  await session.checkpoint("stack");
  await session.seal(runId, { stack: intents("api/queue") });
  for (let n = 1; n <= batches; n++) {
    const checkpoint = new TextEncoder().encode(`checkpoint ${runId} ${n}`);
    await session.commit({ unit: "stack", components: { "api/queue": component(n) }, checkpoint });
  }
  await session.finish({ deployment: ending(runId) });
  await session.audit({ user: "ann", host: "laptop", command: "apply", result: "succeeded" });
  assert.equal(await session.release(), "released");
}

Deno.test("openSession() and release() are three requests when nothing changes", async () => {
  const world = new World();
  await deploy(world, "first", 1);
  world.requests.length = 0;
  const session = await world.open("second");
  assert.equal(session.document?.serial, 3);
  assert.deepEqual(session.recovery, []);
  assert.equal(await session.release(), "released");
  assert.deepEqual(world.requests.toSorted(), ["get state.json", "update lock", "update lock"]);
});

for (const batches of [1, 2, 7]) {
  Deno.test(`a deployment of ${batches} batches is ${7 + 2 * batches} requests`, async () => {
    const world = new World();
    await deploy(world, "first", 1);
    world.requests.length = 0;
    await deploy(world, "second", batches);
    assert.equal(world.requests.length, 7 + 2 * batches);
    assert.ok(world.requests.length <= 8 + 2 * batches);
  });
}

Deno.test("finish() leaves a state that names its checkpoint, lists the deployment and has nothing in flight", async () => {
  const world = new World();
  await deploy(world, "first", 2);
  await deploy(world, "second", 1);
  const session = await world.open("third");
  const { units, deployments, serial } = session.document!;
  assert.equal(serial, 7);
  assert.deepEqual(deployments.map(({ id, number }) => [id, number]), [["second", 2], [
    "first",
    1,
  ]]);
  assert.equal(units.stack?.inFlight, undefined);
  assert.equal(units.stack?.fence, 2);
  const checkpoint = new TextDecoder().decode(await session.checkpoint("stack"));
  assert.equal(checkpoint, "checkpoint second 1");
  await session.release();
});

Deno.test("openSession() reads the state again when its last holder wrote after the first read", async () => {
  const world = new World();
  await deploy(world, "first", 1);
  const holder = await world.open("holder");
  const waiting = world.open("waiter", { wait: { ms: 600_000 } });
  await settle();
  await holder.seal("holder", { stack: [] });
  await holder.commit({ unit: "stack", components: { "api/queue": component(9) } });
  await holder.finish({ deployment: ending("holder") });
  await holder.release();
  const session = await world.clock.until(waiting);
  assert.equal(session.document?.serial, 6);
  assert.deepEqual(session.document?.units.stack?.components["api/queue"]?.spec, { n: 9 });
  await session.release();
});

Deno.test("seal() gives a state its lineage once", async () => {
  const world = new World();
  for (const deployment of ["first", "second"]) {
    const session = await world.open(deployment);
    await session.seal(deployment, { stack: [] });
    assert.equal(session.document?.lineage, "first");
    await session.finish({ deployment: ending(deployment) });
    await session.release();
  }
});

Deno.test("openSession() takes over from a killed run, with what it left in flight", async () => {
  const world = new World();
  const killed = await world.open("killed", {}, { table: dying(world.table) });
  await killed.seal("killed", { stack: intents("api/queue") });
  const session = await world.clock.until(world.open("next"));
  assert.deepEqual(
    session.recovery.map(({ unit, inFlight }) => [unit, inFlight.owner, inFlight.intents]),
    [
      ["stack", "killed", intents("api/queue")],
    ],
  );
  assert.equal(session.fences.stack, 2);
  await assert.rejects(killed.commit({ unit: "stack" }), { name: "LeaseLost" });
  await session.release();
});

Deno.test("seal() and commit() carry on what earlier runs left, until it is accounted for", async () => {
  const world = new World();
  for (const runId of ["killed-1", "killed-2"]) {
    const killed = await world.clock.until(world.open(runId, {}, { table: dying(world.table) }));
    await killed.seal(runId, { stack: intents(runId) });
  }
  const session = await world.clock.until(world.open("next"));
  await session.seal("next", { stack: intents("mine") });
  const inFlight = () => session.document!.units.stack!.inFlight;
  assert.deepEqual(inFlight()?.inherited?.map(({ component }) => component), [
    "killed-2",
    "killed-1",
  ]);
  await session.finish({ deployment: ending("next") });
  assert.deepEqual(inFlight()?.inherited?.length, 2);
  assert.deepEqual(inFlight()?.intents, []);
  await session.seal("next", { stack: intents("mine") });
  await session.commit({ unit: "stack", recovered: true });
  await session.finish({ deployment: ending("next") });
  assert.equal(inFlight(), undefined);
  await session.release();
});

Deno.test("a late run that believes in its lease writes nothing when another has taken over and sealed", async () => {
  const world = new World();
  const stopped = new SteppedClock();
  const late = await world.open("late", {}, { table: dying(world.table), clock: stopped });
  await late.seal("late", { stack: intents("api/queue") });
  const session = await world.clock.until(world.open("next"));
  await session.seal("next", { stack: [] });
  const versions = () => world.inner.store.versions("tenants/acme/v1/stacks/shop/dev/state.json");
  const before = await versions();
  const writing = late.commit({ unit: "stack", components: { "api/queue": component(1) } });
  await assert.rejects(stopped.until(writing), { name: "Superseded" });
  assert.deepEqual(await versions(), before);
  await session.release();
});

Deno.test("openSession() waits one lease when the lock item is new and work is in flight", async () => {
  const world = new World();
  const lost = await world.open("lost", {}, { table: dying(world.table) });
  await lost.seal("lost", { stack: intents("api/queue") });
  world.inner.table.place("tenant:acme:stack:shop:env:dev", undefined);
  const start = world.clock.now;
  const session = await world.clock.until(world.open("next"));
  assert.ok(world.clock.now - start >= LEASE_TIMES.leaseMs + LEASE_TIMES.marginMs);
  assert.equal(session.fences.stack, 2);
  assert.ok(world.eventTypes().includes("lock-settling"));
  assert.equal(session.recovery.length, 1);
  await session.release();
});

Deno.test("openSession() never writes when reading the state fails with anything but not found", async () => {
  const world = new World();
  await deploy(world, "first", 1);
  const item = await world.inner.table.get("tenant:acme:stack:shop:env:dev");
  const store: Store = {
    ...memory(world.store),
    get: () => Promise.reject(new StoreUnavailable("403")),
  };
  world.requests.length = 0;
  await assert.rejects(world.clock.until(world.open("next", {}, { store })), StoreUnavailable);
  assert.deepEqual(world.requests.filter((request) => request.startsWith("put")), []);
  const after = await world.inner.table.get("tenant:acme:stack:shop:env:dev");
  assert.deepEqual([after?.owner, after?.serial], [undefined, item?.serial]);
});

Deno.test("openSession() refuses, and gives the lock back, when the engine or the locking is another", async () => {
  const world = new World();
  await deploy(world, "first", 1);
  await assert.rejects(world.open("b", { engine: "pulumi" }), {
    name: "SessionRefused",
    message: /sandbox/,
  });
  await assert.rejects(world.open("c", { locking: "service", services: ["api"] }), {
    name: "SessionRefused",
    fix: /panka state locking service/,
  });
  const session = await world.open("d");
  assert.equal(session.document?.serial, 3);
  await session.release();
});

Deno.test("commit() ends in the truth when every answer of the store is lost", async () => {
  const world = new World();
  const inner = memory(world.store);
  const store: Store = {
    ...inner,
    async put(...parameters) {
      await inner.put(...parameters);
      throw new UnknownOutcome("reset");
    },
  };
  const session = await world.open("a", {}, { store });
  await world.clock.until(session.seal("a", { stack: [] }));
  await world.clock.until(
    session.commit({ unit: "stack", components: { "api/queue": component(1) } }),
  );
  await world.clock.until(session.finish({ deployment: ending("a") }));
  assert.equal(session.document?.serial, 3);
  const versions = await world.inner.store.versions("tenants/acme/v1/stacks/shop/dev/state.json");
  assert.equal(versions.length, 3);
  await session.release();
});

Deno.test("commit() sends the same conditional request again when the store answers 409 or 503", async () => {
  const world = new World();
  const inner = memory(world.store);
  let calls = 0;
  const store: Store = {
    ...inner,
    put(...parameters) {
      calls++;
      if (calls % 3 === 1) return Promise.reject(new WriteConflict("409"));
      if (calls % 3 === 2) return Promise.reject(new StoreUnavailable("503"));
      return inner.put(...parameters);
    },
  };
  const session = await world.open("a", {}, { store });
  await world.clock.until(session.seal("a", { stack: [] }));
  await world.clock.until(session.finish({ deployment: ending("a") }));
  assert.deepEqual([calls, session.document?.serial], [6, 2]);
  await session.release();
});

Deno.test("checkpoint() refuses when the object is not what was written", async () => {
  const world = new World();
  await deploy(world, "first", 1);
  const inner = memory(world.store);
  for (const body of [new TextEncoder().encode("checkpoint first 2"), undefined]) {
    const store: Store = {
      ...inner,
      getVersion: async (...parameters) => {
        const object = await inner.getVersion(...parameters);
        return body && object && { ...object, body };
      },
    };
    const session = await world.open("b", {}, { store });
    await assert.rejects(session.checkpoint("stack"), { name: "StateUnreadable" });
    await session.release();
  }
});

Deno.test("commit() and finish() refuse when nothing was sealed", async () => {
  const world = new World();
  const session = await world.open("a");
  await assert.rejects(session.commit({ unit: "stack" }), TypeError);
  await assert.rejects(session.finish({ deployment: ending("a") }), TypeError);
  assert.deepEqual(world.requests.filter((request) => request.startsWith("put")), []);
  await session.release();
});

Deno.test("seal() says that the state is damaged when it was damaged meanwhile", async () => {
  const world = new World();
  await deploy(world, "first", 1);
  const key = "tenants/acme/v1/stacks/shop/dev/state.json";
  const session = await world.open("a");
  await world.store.put(key, new TextEncoder().encode("{}"), "any");
  await assert.rejects(session.seal("a", { stack: [] }), { name: "StateUnreadable" });
  await session.release();
  const item = await world.inner.table.get("tenant:acme:stack:shop:env:dev");
  assert.equal(item?.serial, undefined);
});

Deno.test("openSession() waits for no lock when the state that it read is refused", async () => {
  const world = new World();
  await deploy(world, "first", 1);
  const holder = await world.open("holder");
  const refuse = () => {
    throw new PlanStale("no");
  };
  for (const ms of [0, 600_000]) {
    const before = world.clock.now;
    await assert.rejects(world.open("late", { refuse, wait: { ms } }), PlanStale);
    assert.equal(world.clock.now, before);
  }
  await holder.release();
  await assert.rejects(world.open("late", { refuse }), PlanStale);
  const item = await world.inner.table.get("tenant:acme:stack:shop:env:dev");
  assert.equal(item?.owner, undefined);
});
