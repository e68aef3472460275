import assert from "node:assert/strict";
import { changeRegistry, readRegistry } from "../../src/tenant/registry.ts";
import { realClock, realRandom } from "../aws/real_world.ts";
import { type Backend, openBackend } from "./backend.ts";
import { Racer } from "./racer.ts";

/** How many tenants each process registers. */
export const ROUNDS = 3;
/** A tenant that all of them change. */
export const SHARED = "shared";

/** Real processes change the registry of tenants at the same time; then everything must be in it. */
export async function raceToRegister(
  backend: Backend,
  processes: number,
): Promise<{ tenants: number; versions: number; seconds: number }> {
  const { store } = await openBackend(backend);
  const at = new Date(0).toISOString();
  await changeRegistry({ store, clock: realClock, random: realRandom }, () => [
    { name: SHARED, created: at, status: "active", since: at },
  ]);
  const racers = Array.from(
    { length: processes },
    (_, i) => new Racer("admin.ts", backend, `p${i}`),
  );
  await Promise.all(racers.map((racer) => racer.hear()));
  const started = performance.now();
  const done = (await Promise.all(racers.map(async (racer) => {
    await racer.tell("go");
    const said: string[] = [];
    for (let one; (one = await racer.hear<{ done: string }>());) said.push(one.done);
    await racer.end();
    return said;
  }))).flat().sort();
  const seconds = (performance.now() - started) / 1000;
  assert.equal(done.length, processes * ROUNDS);
  const all = await readRegistry(store);
  const shared = all.find(({ name }) => name === SHARED)!;
  assert.deepEqual(all.filter((one) => one !== shared).map(({ name }) => name), done);
  assert.deepEqual(shared.contact!.split(" ").sort(), done);
  const versions = (await store.versions("tenants.yaml")).length;
  assert.equal(versions, 1 + 2 * done.length);
  return { tenants: done.length, versions, seconds };
}
