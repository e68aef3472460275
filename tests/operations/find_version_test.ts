import assert from "node:assert/strict";
import { compareStates } from "../../src/operations/compare_states.ts";
import { findVersion } from "../../src/operations/find_version.ts";
import { changeLocking } from "../../src/state/edit.ts";
import { readState } from "../../src/state/history.ts";
import { stateKey } from "../../src/state/paths.ts";
import { ADDRESS, component, counted, ending, World } from "../state/session_world.ts";

/** Some deployments, each of a seal, two commits and an end. */
async function deployed(world: World, count: number): Promise<void> {
  for (let number = 1; number <= count; number++) {
    const session = await world.open(`run-${number}`);
    await session.seal(`run-${number}`, { stack: [] });
    for (const part of [1, 2]) {
      await session.commit({ unit: "stack", components: { "a/b": component(number * 10 + part) } });
    }
    await session.finish({ deployment: ending(`run-${number}`) });
    await session.release();
    world.clock.now += 60_000;
  }
}

Deno.test("findVersion() finds each deployment as it ended, in a few reads", async () => {
  const world = new World();
  await deployed(world, 40);
  for (let number = 1; number <= 40; number++) {
    const reads: string[] = [];
    const store = counted(world.inner.store, (method) => reads.push(method));
    const found = await findVersion(store, ADDRESS, String(number));
    assert.equal(found?.document.deployments[0]?.number, number);
    assert.equal(found.document.serial, number * 4);
    assert.equal(found.document.units.stack!.inFlight, undefined);
    assert.ok(reads.length <= 11, `${reads.length} requests for ${number}`);
  }
  assert.equal(await findVersion(world.store, ADDRESS, "41"), undefined);
  assert.equal(await findVersion(world.store, ADDRESS, "#0"), undefined);
});

Deno.test("findVersion() finds serials, latest, previous and the store's own versions", async () => {
  const world = new World();
  await deployed(world, 3);
  const serial = async (name: string) =>
    (await findVersion(world.store, ADDRESS, name))?.document.serial;
  assert.equal(await serial("latest"), 12);
  assert.equal(await serial("previous"), 11);
  for (let wanted = 1; wanted <= 12; wanted++) {
    assert.equal(await serial(`serial:${wanted}`), wanted);
  }
  assert.equal(await serial("serial:13"), undefined);
  for (const { versionId } of await world.store.versions(stateKey(ADDRESS))) {
    if (/^\d+$/.test(versionId)) continue;
    assert.ok(await serial(versionId));
  }
});

Deno.test("findVersion() finds deployments beside versions that are damaged", async () => {
  const world = new World();
  await deployed(world, 4);
  const key = stateKey(ADDRESS);
  const { etag } = (await world.store.get(key))!;
  await world.store.put(key, new TextEncoder().encode("{}"), { ifMatch: etag });
  for (let number = 1; number <= 4; number++) {
    const found = await findVersion(world.store, ADDRESS, `#${number}`);
    assert.equal(found?.document.deployments[0]?.number, number);
  }
});

Deno.test("compareStates() says that nothing deployed differs when only the locking was changed", async () => {
  const world = new World();
  await deployed(world, 1);
  const { document } = (await readState(world.store, ADDRESS))!;
  const split = changeLocking(document, "service", {});
  const { components, stack, bookkeeping } = compareStates(document, split);
  assert.deepEqual(components, []);
  assert.deepEqual(stack.map(({ path }) => path.join(".")), ["locking"]);
  assert.ok(bookkeeping.length > 0);
});
