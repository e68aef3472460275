import assert from "node:assert/strict";
import { findVersion } from "../../src/operations/find_version.ts";
import { rollbackTarget } from "../../src/operations/rollback_target.ts";
import type { Intent, StateDocument } from "../../src/state/document.ts";
import { pushDocument, restoreDocument } from "../../src/state/edit.ts";
import { readState } from "../../src/state/history.ts";
import { unlistedRuns } from "../../src/state/in_flight.ts";
import type { Session } from "../../src/state/session.ts";
import { ADDRESS, component, ending, World } from "./session_world.ts";

const intent = (id: string, action: Intent["action"] = "create"): Intent => ({
  component: id,
  action,
  resources: [],
});

/** A deployment that ends. */
async function deploy(world: World, id: string, n: number): Promise<Session> {
  const session = await world.open(id);
  await session.seal(id, { stack: [intent("api/queue", "update")] });
  await session.commit({ unit: "stack", components: { "api/queue": component(n) } });
  await session.finish({ deployment: ending(id) });
  await session.release();
  return session;
}

/** One that is cut off after it has recorded something. */
async function cutOff(world: World, id: string, n: number): Promise<void> {
  const session = await world.open(id);
  await session.seal(id, { stack: [intent("api/queue", "update"), intent("api/new")] });
  await session.commit({ unit: "stack", components: { "api/queue": component(n) } });
  await session.release();
}

const told = (document: StateDocument | undefined) =>
  document?.deployments.map(({ id, number, result }) => [number, id, result]);

Deno.test("seal() lists runs that were cut off, each once, with what it knows of them", async () => {
  const world = new World();
  await deploy(world, "one", 1);
  await cutOff(world, "two", 2);
  assert.deepEqual(told((await readState(world.store, ADDRESS))?.document), [
    [1, "one", "succeeded"],
  ]);
  await cutOff(world, "three", 3);
  const { document } = await deploy(world, "four", 4);
  assert.deepEqual(told(document), [
    [4, "four", "succeeded"],
    [3, "three", "interrupted"],
    [2, "two", "interrupted"],
    [1, "one", "succeeded"],
  ]);
  const { at, by, host, command, changes, seconds } = document!.deployments[2]!;
  assert.deepEqual({ at, by, host, command, changes, seconds }, {
    at: new Date(world.clock.now).toISOString(),
    by: "ann",
    host: "laptop",
    command: "panka apply",
    changes: { create: 1, update: 1, replace: 0, delete: 0 },
    seconds: undefined,
  });
  assert.deepEqual(told((await deploy(world, "five", 5)).document)?.slice(1), told(document));
});

Deno.test("findVersion() finds the state as runs that were cut off left it", async () => {
  const world = new World();
  await deploy(world, "one", 1);
  await cutOff(world, "two", 2);
  const restoring = await world.open("restore");
  const first = (await findVersion(world.store, ADDRESS, "1"))!.document;
  const by = { deployment: "restore", owner: "r", user: "ann", host: "laptop", started: "" };
  await restoring.edit((current) => restoreDocument(current, first, by));
  await restoring.release();
  const { document } = await deploy(world, "three", 3);
  assert.deepEqual(told(document)?.map(([, id]) => id), ["three", "two", "one"]);
  for (const number of [1, 2, 3]) {
    const found = await findVersion(world.store, ADDRESS, `${number}`);
    const { spec } = found!.document.units.stack!.components["api/queue"]!;
    assert.deepEqual([found?.means, spec], [`deployment ${number}`, { n: number }]);
  }
});

Deno.test("an edit that takes away what a run left in flight lists it", async () => {
  const world = new World();
  await deploy(world, "one", 1);
  await cutOff(world, "two", 2);
  const session = await world.open("push");
  const { inFlight: _, ...stack } = session.document!.units.stack!;
  await session.edit((current) => pushDocument(current!, { ...current!, units: { stack } }));
  assert.deepEqual(told(session.document)?.[0], [2, "two", "interrupted"]);
  await session.release();
});

Deno.test("rollbackTarget() is the last good deployment when the one after it was cut off", async () => {
  const world = new World();
  await deploy(world, "one", 1);
  await deploy(world, "two", 2);
  const target = async () => {
    const { document } = (await readState(world.store, ADDRESS))!;
    return (await rollbackTarget(world.store, ADDRESS, document, undefined)).means;
  };
  assert.equal(await target(), "deployment 1");
  await cutOff(world, "three", 3);
  assert.equal(await target(), "deployment 2");
  await cutOff(world, "four", 4);
  assert.equal(await target(), "deployment 2");
});

Deno.test("runs of several services are listed once, though each service is gone on with by itself", async () => {
  const world = new World();
  const only = (...services: string[]) => ({ locking: "service" as const, services });
  const both = await world.open("both", { ...only("api", "web"), wholeStack: true });
  await both.seal("both", { api: [intent("api/queue")], web: [intent("web/queue")] });
  await both.release();
  const api = await world.open("api", only("api"));
  await api.seal("api", { api: [intent("api/queue")] });
  assert.deepEqual(told(api.document), [[1, "both", "interrupted"]]);
  assert.equal(api.document?.deployments[0]?.changes.create, 2);
  assert.deepEqual(unlistedRuns(api.document).map(({ id }) => id), ["api"]);
  await api.release();
  const web = await world.open("web", only("web"));
  await web.seal("web", { web: [intent("web/queue")] });
  await web.release();
  const all = await world.open("all", { ...only("api", "web"), wholeStack: true });
  await all.seal("all", { api: [], web: [] });
  assert.deepEqual(
    told(all.document)?.map(([number, id]) => [number, id]).sort(),
    [[1, "both"], [2, "api"], [3, "web"]],
  );
  await all.finish({ deployment: ending("all") });
  await all.release();
  for (const [number, serial] of [[1, 1], [2, 3], [3, 3], [4, 5]]) {
    const found = await findVersion(world.store, ADDRESS, `${number}`);
    assert.equal(found?.document.serial, serial, `deployment ${number}`);
  }
});
