import assert from "node:assert/strict";
import type { Clock } from "../../../src/ports/clock.ts";
import { createSandboxEngine, type SandboxOptions } from "../../../src/engine/sandbox/engine.ts";
import { parseFault } from "../../../src/engine/sandbox/faults.ts";
import { AUDIT, CONFIG, shop, TABLE, unitOf, Watcher } from "../../conformance/engine_world.ts";
import { memoryCloud } from "./memory_cloud.ts";

function sandbox(options: Partial<SandboxOptions> = {}) {
  const world = memoryCloud();
  const engine = createSandboxEngine({
    file: world.file,
    clock: world.clock,
    timeScale: 1,
    ...options,
  });
  return { ...world, engine };
}

const everything = shop({ config: "one", table: "orders", audit: "a" });

Deno.test("apply() fails where it is told to, and the rest of the component's kin goes on next time", async () => {
  const { engine, file, clock } = sandbox({ faults: [parseFault("shop/orders:create", "fail")!] });
  const result = await engine.apply(unitOf(everything), new Watcher());
  assert.equal(result.outcome, "failed");
  assert.deepEqual(result.errors, [{ key: TABLE, message: "the create was told to fail" }]);
  const healed = createSandboxEngine({ file, clock, timeScale: 0 });
  const next = await healed.apply(unitOf(everything, result.checkpoint), new Watcher());
  assert.equal(next.outcome, "succeeded");
});

Deno.test("apply() meets a fault on update and on delete only there", async () => {
  const { engine, file, clock } = sandbox();
  const first = await engine.apply(unitOf(everything), new Watcher());
  const faulty = (text: string) =>
    createSandboxEngine({ file, clock, timeScale: 0, faults: [parseFault(text, "fail")!] });
  const update = unitOf(shop({ config: "two", table: "orders", audit: "a" }), first.checkpoint);
  const failed = await faulty("shop/config:update").apply(update, new Watcher());
  assert.deepEqual(failed.errors.map((e) => e.key), [CONFIG]);
  // A new resource in place of one is an update of what it belongs to.
  const renamed = unitOf(shop({ config: "one", table: "other", audit: "a" }), first.checkpoint);
  const stopped = await faulty("shop/orders:update").apply(renamed, new Watcher());
  assert.deepEqual(stopped.errors.map((e) => e.key), [TABLE]);
  const gone = await faulty("shop/config:delete").destroy(
    unitOf(everything, first.checkpoint),
    new Watcher(),
  );
  assert.equal(gone.outcome, "failed");
  assert.deepEqual(Object.keys(gone.urns), [CONFIG]);
});

Deno.test("apply() stays at a stalled operation until it is interrupted", async () => {
  const { engine } = sandbox({ faults: [parseFault("shop/orders", "stall")!] });
  const watcher = new Watcher((event, self) => {
    const stalls = event.type === "resource" && event.key === TABLE && event.status === "started";
    if (stalls) queueMicrotask(self.interrupt);
  });
  const result = await engine.apply(unitOf(everything), watcher);
  assert.equal(result.outcome, "cancelled");
  assert.match(result.errors[0]!.message, /told to stall, and was given up/);
});

Deno.test("apply() takes AWS's time, scaled, and tells how much of it has passed", async () => {
  const { engine } = sandbox({ timeScale: 0.01 });
  const graph = shop({ config: "one" });
  const watcher = new Watcher();
  await engine.apply(unitOf(graph), watcher);
  const done = watcher.events.find((e) => e.type === "resource" && e.status === "succeeded");
  assert.equal(done?.at, 20);
});

Deno.test("apply() takes the time that is set for a component, in place of AWS's", async () => {
  const durations = [{ component: "shop/config", effect: "takes" as const, milliseconds: 5000 }];
  const { engine } = sandbox({ timeScale: 0.1, durations });
  const watcher = new Watcher();
  await engine.apply(unitOf(shop({ config: "one" })), watcher);
  const done = watcher.events.find((e) => e.type === "resource" && e.status === "succeeded");
  assert.equal(done?.at, 500);
});

Deno.test("apply() ends what is in flight as unknown when it is killed, and takes it over later", async () => {
  const { file, clock } = memoryCloud();
  const killed = new AbortController();
  const asleep: Clock = {
    ...clock,
    sleep: (_, signal) =>
      new Promise((_, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason));
        queueMicrotask(() => killed.abort());
      }),
  };
  const engine = createSandboxEngine({ file, clock: asleep, timeScale: 1 });
  const options = { parallelism: 1, onEvent() {}, kill: killed.signal };
  const result = await engine.apply(unitOf(everything), options);
  assert.equal(result.outcome, "cancelled");
  assert.match(result.errors[0]!.message, /it may have been done/);
  const calm = createSandboxEngine({ file, clock, timeScale: 0 });
  const next = await calm.apply(unitOf(everything, result.checkpoint), new Watcher());
  assert.equal(next.outcome, "succeeded");
  assert.equal((await calm.resources()).length, 3);
});

Deno.test("apply() makes the new before it deletes the old one, unless both would have one name", async () => {
  const { engine } = sandbox();
  const first = await engine.apply(unitOf(shop({ table: "orders" })), new Watcher());
  const here: string[][] = [];
  const snapshots = new Watcher((event) => {
    if (event.type !== "resource" || event.status !== "succeeded") return;
    here.push([]);
  });
  const renamed = await engine.apply(
    unitOf(shop({ table: "orders-2" }), first.checkpoint),
    snapshots,
  );
  assert.equal(renamed.outcome, "succeeded");
  // Two steps: the new one, then the old one.
  assert.deepEqual(snapshots.steps("succeeded"), Array(2).fill(`replace ${TABLE} succeeded`));
  const same = new Watcher();
  const rekeyed = unitOf(shop({ table: "orders-2", hashKey: "id" }), renamed.checkpoint);
  assert.equal((await engine.apply(rekeyed, same)).outcome, "succeeded");
  assert.deepEqual(same.steps("succeeded"), [`replace ${TABLE} succeeded`]);
  assert.deepEqual((await engine.resources()).map((r) => r.physicalName), ["orders-2"]);
});

Deno.test("apply() refuses a name that is taken by something else", async () => {
  const { engine } = sandbox();
  await engine.apply(unitOf(shop({ table: "orders" })), new Watcher());
  const other = { ...unitOf(shop({ table: "orders" })), name: "other-dev" };
  const result = await engine.apply(other, new Watcher());
  assert.match(result.errors[0]!.message, /"orders" already exists/);
});

Deno.test("apply() fails what was deleted behind its back, until it is to look first", async () => {
  const { engine, file, text } = sandbox();
  const first = await engine.apply(unitOf(shop({ config: "one" })), new Watcher());
  const cloud = JSON.parse(text()!);
  await file.update(() => JSON.stringify({ ...cloud, resources: [] }));
  const drift = await engine.refresh(
    unitOf(shop({ config: "one" }), first.checkpoint),
    new Watcher(),
  );
  assert.deepEqual(drift.changes.map((c) => `${c.operation} ${c.key}`), [`delete ${CONFIG}`]);
  const unit = unitOf(shop({ config: "two" }), first.checkpoint);
  assert.match(
    (await engine.apply(unit, new Watcher())).errors[0]!.message,
    /isn't there any more/,
  );
  const looking = Object.assign(new Watcher(), { refresh: true });
  const result = await engine.apply(unit, looking);
  assert.deepEqual(looking.steps("succeeded"), [`create ${CONFIG} succeeded`]);
  assert.equal(result.outcome, "succeeded");
});

Deno.test("apply() tells of resources that wait for each other", async () => {
  const { engine } = sandbox();
  const graph = shop({ config: "one", table: "orders" });
  graph.resources[0]!.dependsOn = [TABLE];
  const result = await engine.apply(unitOf(graph), new Watcher());
  assert.deepEqual(result.errors, [{ key: CONFIG, message: "it waits for itself" }]);
  assert.equal(result.outcome, "failed");
});

Deno.test("seed() puts a unit into the cloud in no time, faults or not", async () => {
  const { engine, clock } = sandbox({ faults: [parseFault("shop/orders", "fail")!] });
  const checkpoint = await engine.seed(unitOf(everything));
  assert.equal(clock.monotonic(), 0);
  assert.equal((await engine.resources()).length, 3);
  const { changes } = await engine.preview(unitOf(everything, checkpoint), new Watcher());
  assert.deepEqual(changes, []);
});

Deno.test("set() answers whether the resource is there; undefined removes the property", async () => {
  const { engine } = sandbox();
  await engine.seed(unitOf(everything));
  assert.equal(await engine.set("shop/none/x", "a", 1), false);
  assert.equal(await engine.set(TABLE, "hashKey", undefined), true);
  const table = (await engine.resources()).find((r) => r.key === TABLE)!;
  assert.ok(!("hashKey" in table.properties));
});

Deno.test("apply() starts nothing that waits for an unhealthy component, where health is asked for", async () => {
  const { engine, file, clock } = sandbox({ faults: [parseFault("shop/orders:health", "fail")!] });
  const asked = Object.assign(new Watcher(), { healthMs: 1000 });
  const result = await engine.apply(unitOf(everything), asked);
  assert.equal(result.outcome, "failed");
  assert.deepEqual(asked.steps("succeeded"), [
    `create ${CONFIG} succeeded`,
    `create ${TABLE} succeeded`,
  ]);
  const message = "it waits for shop/orders, which was told to be unhealthy";
  assert.deepEqual(result.errors, [{ key: AUDIT, message }]);
  // What needs no change has nothing to wait for.
  const healthy = createSandboxEngine({ file, clock, timeScale: 0 });
  const done = await healthy.apply(unitOf(everything, result.checkpoint), new Watcher());
  const unchanged = Object.assign(new Watcher(), { healthMs: 1000 });
  const again = await engine.apply(unitOf(everything, done.checkpoint), unchanged);
  assert.equal(again.outcome, "succeeded");
});

Deno.test("failsHealth() is true only for components told to be unhealthy", () => {
  const { engine } = sandbox({
    faults: [parseFault("shop/api:health", "fail")!, parseFault("shop/db", "fail")!],
  });
  assert.equal(engine.failsHealth("shop/api"), true);
  assert.equal(engine.failsHealth("shop/db"), false);
});

Deno.test("parseFault() takes a component and an operation, and nothing else", () => {
  assert.deepEqual(parseFault("shop/api", "fail"), { component: "shop/api", effect: "fail" });
  assert.deepEqual(parseFault("shop/api:health", "stall"), {
    component: "shop/api",
    operation: "health",
    effect: "stall",
  });
  for (const wrong of ["", "shop", "shop/", "a/b/c", "a/b:explode", "a/b:create:x", "a /b"]) {
    assert.equal(parseFault(wrong, "fail"), undefined, wrong);
  }
});

Deno.test("apply() and destroy() take time by how many resources there are", async () => {
  const asked: number[] = [];
  const { engine } = sandbox({ timeScale: (resources) => (asked.push(resources), 1 / resources) });
  const made = new Watcher();
  const { checkpoint } = await engine.apply(unitOf(everything), made);
  const gone = new Watcher();
  await engine.destroy(unitOf(everything, checkpoint), gone);
  assert.deepEqual(asked, [3, 3]);
  const took = (watcher: Watcher) => watcher.events.at(-1)!.at;
  assert.deepEqual([took(made), took(gone)], [2000, 2000]);
});
