import assert from "node:assert/strict";
import { changeLocking } from "../../src/state/edit.ts";
import type { Session } from "../../src/state/session.ts";
import type { SessionOptions } from "../../src/state/session_options.ts";
import { component, ending, World } from "./session_world.ts";

const only = (...services: string[]): Partial<SessionOptions> => ({ locking: "service", services });

async function deploy(
  world: World,
  session: Session,
  id: string,
  service: string,
  n: number,
  outputs = {},
): Promise<void> {
  await world.clock.until(session.seal(id, { [service]: [] }, []));
  await world.clock.until(session.commit({
    unit: service,
    components: { [`${service}/queue`]: component(n, outputs) },
  }));
  await world.clock.until(session.finish({ deployment: ending(id) }));
}

/** Both services deployed once. */
async function both(): Promise<World> {
  const world = new World();
  const session = await world.open("first", { ...only("api", "web"), wholeStack: true });
  await deploy(world, session, "first-api", "api", 1);
  await deploy(world, session, "first-web", "web", 1);
  await session.release();
  world.requests.length = 0;
  return world;
}

const spec = (session: Session, service: string) =>
  session.document?.units[service]?.components[`${service}/queue`]?.spec;

Deno.test("two services are deployed at the same time, and neither update is lost", async () => {
  const world = await both();
  const api = await world.open("a", only("api"));
  const web = await world.open("b", only("web"));
  await world.clock.until(api.seal("a", { api: [] }));
  await world.clock.until(web.seal("b", { web: [] }));
  await world.clock.until(web.commit({ unit: "web", components: { "web/queue": component(2) } }));
  await world.clock.until(api.commit({ unit: "api", components: { "api/queue": component(3) } }));
  await world.clock.until(web.finish({ deployment: ending("b"), outputs: { web: "w" } }));
  await world.clock.until(api.finish({ deployment: ending("a"), outputs: { api: "a" } }));
  await api.release();
  await web.release();
  const session = await world.open("c", only("api", "web"));
  assert.deepEqual([spec(session, "api"), spec(session, "web")], [{ n: 3 }, { n: 2 }]);
  assert.deepEqual(session.document?.outputs, { api: "a", web: "w" });
  const deployments = session.document?.deployments.map(({ id, number }) => [id, number]);
  assert.deepEqual(deployments, [["a", 4], ["b", 3], ["first-web", 2], ["first-api", 1]]);
  assert.deepEqual(session.recovery, []);
  await session.release();
});

Deno.test("openSession() of one service is two requests, though others have written since", async () => {
  const world = await both();
  const api = await world.open("a", only("api"));
  await deploy(world, api, "a", "api", 2);
  await api.release();
  world.requests.length = 0;
  const web = await world.open("b", only("web"));
  assert.deepEqual(world.requests.toSorted(), ["get state.json", "update lock"]);
  assert.deepEqual(spec(web, "api"), { n: 2 });
  await web.release();
});

Deno.test("seal() says that the plan is stale when outputs that it was made from changed", async () => {
  const world = await both();
  const web = await world.open("b", only("web"));
  const api = await world.open("a", only("api"));
  await deploy(world, api, "a", "api", 2, { url: "new" });
  await api.release();
  await assert.rejects(web.seal("b", { web: [] }), { name: "PlanStale" });
  assert.deepEqual(web.document?.units.api?.components["api/queue"]?.outputs, { url: "new" });
  await world.clock.until(web.seal("b", { web: [] }));
  await world.clock.until(web.finish({ deployment: ending("b") }));
  await web.release();
});

Deno.test("seal() goes on when outputs changed that the plan was not made from", async () => {
  const world = await both();
  const web = await world.open("b", only("web"));
  const api = await world.open("a", only("api"));
  await deploy(world, api, "a", "api", 2, { url: "new" });
  await world.clock.until(web.seal("b", { web: [] }, []));
  assert.deepEqual(spec(web, "api"), { n: 2 });
  await api.release();
  await web.release();
});

Deno.test("openSession() takes the stack's lock too when a service is new", async () => {
  const world = await both();
  const session = await world.open("a", only("jobs"));
  assert.deepEqual([...session.units].sort(), ["jobs", "stack"]);
  const other = world.open("b", { ...only("mail"), wait: { ms: 0 } });
  await assert.rejects(other, { name: "Locked" });
  await session.release();
});

Deno.test("openSession() of the whole stack locks the stack and every recorded service", async () => {
  const world = await both();
  const session = await world.open("a", { ...only("web"), wholeStack: true });
  assert.deepEqual([...session.units].sort(), ["api", "stack", "web"]);
  for (const service of ["api", "web"]) {
    await assert.rejects(world.open("b", { ...only(service), wait: { ms: 0 } }), {
      name: "Locked",
    });
  }
  await session.release();
});

Deno.test("commit() refuses a service that is not locked", async () => {
  const world = await both();
  const session = await world.open("a", only("api"));
  await world.clock.until(session.seal("a", { api: [] }));
  await assert.rejects(session.commit({ unit: "web" }), TypeError);
  await assert.rejects(session.edit((document) => ({ ...document!, units: {} })), TypeError);
  await session.release();
});

Deno.test("edit() changes the locking under all locks, and back, keeping every fence growing", async () => {
  const world = await both();
  const before = await world.open("a", { locking: "service", anyLocking: true });
  assert.deepEqual([...before.units].sort(), ["api", "stack", "web"]);
  const highest = Math.max(...Object.values(before.fences));
  await world.clock.until(before.edit((document) => changeLocking(document!, "stack", {})));
  await before.release();
  await assert.rejects(world.open("b", only("api")), { name: "SessionRefused" });
  const session = await world.open("c");
  assert.deepEqual(Object.keys(session.document!.units), ["stack"]);
  assert.deepEqual(Object.keys(session.document!.units.stack!.components), [
    "api/queue",
    "web/queue",
  ]);
  assert.ok(session.fences.stack! > highest);
  await session.release();
  const back = await world.open("d", { anyLocking: true });
  assert.deepEqual([...back.units].sort(), ["api", "stack", "web"]);
  await world.clock.until(back.edit((document) => changeLocking(document!, "service", {})));
  await back.release();
  const api = await world.open("e", only("api"));
  assert.deepEqual(spec(api, "api"), { n: 1 });
  assert.ok(api.fences.api! > session.fences.stack!);
  await api.release();
});

Deno.test("openSession() refuses a service named as the stack's own section", async () => {
  const world = new World();
  await assert.rejects(world.open("a", only("stack")), { name: "SessionRefused" });
  assert.deepEqual(world.requests, []);
});

Deno.test("commit() of several units is one version of the state, and a second seal goes on whatever others did", async () => {
  const world = await both();
  const web = await world.open("b", { locking: "service", unitsOf: () => ["web"] });
  const api = await world.open("a", only("api"));
  await world.clock.until(web.seal("b", { web: [] }));
  await deploy(world, api, "a", "api", 2, { url: "new" });
  await api.release();
  await world.clock.until(web.seal("b", { web: [] }));
  await world.clock.until(web.finish({ deployment: ending("b") }));
  await web.release();

  const session = await world.open("c", { locking: "service", unitsOf: () => ["api", "web"] });
  await world.clock.until(session.seal("c", { api: [], web: [] }));
  const { serial } = session.document!;
  const batches = ["api", "web"].map((unit) => ({
    unit,
    components: { [`${unit}/queue`]: component(5) },
    checkpoint: new TextEncoder().encode(unit),
  }));
  await world.clock.until(session.commit(...batches));
  assert.equal(session.document!.serial, serial + 1);
  assert.deepEqual([spec(session, "api"), spec(session, "web")], [{ n: 5 }, { n: 5 }]);
  assert.equal(new TextDecoder().decode(await session.checkpoint("web")), "web");
  await session.release();
});
