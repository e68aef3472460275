import assert from "node:assert/strict";
import { appendAudit } from "../../src/state/audit.ts";
import { encodeState } from "../../src/state/codec.ts";
import { restoreDocument } from "../../src/state/edit.ts";
import {
  newestReadable,
  readState,
  readStateAt,
  readStateVersion,
  stateVersions,
} from "../../src/state/history.ts";
import { stateKey } from "../../src/state/paths.ts";
import { type Store, UnknownOutcome } from "../../src/state/store.ts";
import { ADDRESS, component, ending, seededRandom, World } from "./session_world.ts";

const KEY = stateKey(ADDRESS);

/** Three deployments, an hour apart. */
async function threeDeployments(): Promise<World> {
  const world = new World();
  for (const n of [1, 2, 3]) {
    const session = await world.open(`run-${n}`);
    await session.seal(`d${n}`, { stack: [] });
    await session.finish({
      deployment: ending(`d${n}`),
      batch: { unit: "stack", components: { "a/b": component(n) } },
    });
    await session.release();
    world.clock.now += 3_600_000;
  }
  return world;
}

/** Damages the newest version behind everyone's back, as a stray hand would. */
async function damage(store: Store): Promise<void> {
  const { body } = (await store.get(KEY))!;
  const flipped = body.slice();
  flipped[100]! ^= 1;
  await store.put(KEY, flipped, "any");
}

const n = (state: Awaited<ReturnType<typeof readState>>) =>
  state?.document.units.stack?.components["a/b"]?.spec.n;

Deno.test("readStateAt() and readStateVersion() answer the state as it was", async () => {
  const world = await threeDeployments();
  const start = world.clock.now - 3 * 3_600_000;
  assert.equal(await readStateAt(world.store, ADDRESS, start - 1), undefined);
  for (const [hours, expected] of [[0, 1], [0.9, 1], [1.5, 2], [99, 3]] as const) {
    assert.equal(n(await readStateAt(world.store, ADDRESS, start + hours * 3_600_000)), expected);
  }
  const versions = await stateVersions(world.store, ADDRESS);
  assert.equal(versions.length, 6);
  assert.equal(n(await readStateVersion(world.store, ADDRESS, versions[2]!.versionId)), 2);
  assert.equal(await readStateVersion(world.store, ADDRESS, "unknown"), undefined);
  assert.equal(n(await readState(world.store, ADDRESS)), 3);
});

Deno.test("a damaged state is refused by every run, and a restore from an older version mends it", async () => {
  const world = await threeDeployments();
  await damage(world.store);
  await assert.rejects(readState(world.store, ADDRESS), { name: "StateUnreadable" });
  await assert.rejects(world.open("next"), { name: "StateUnreadable", fix: /panka state restore/ });
  const session = await world.open("restore", { unreadable: "open" });
  assert.ok(session.unreadable && session.document === undefined);
  const good = (await newestReadable(world.store, ADDRESS))!;
  assert.deepEqual([n(good), good.skipped], [3, 1]);
  assert.ok(session.fences.stack! > good.document.units.stack!.fence);
  const by = {
    deployment: "r",
    owner: "restore",
    user: "ann",
    host: "h",
    started: "2026-01-01T00:00:00Z",
  };
  await session.edit(() => {
    const restored = restoreDocument(undefined, good.document, by);
    return { ...restored, serial: good.document.serial + good.skipped };
  });
  await session.release();
  const next = await world.open("next");
  assert.equal(next.document?.units.stack?.components["a/b"]?.spec.n, 3);
  assert.equal(next.document?.serial, good.document.serial + 2);
  await next.release();
});

Deno.test("newestReadable() answers undefined when no version can be read", async () => {
  const world = new World();
  await world.store.put(KEY, new TextEncoder().encode("nothing"), "absent");
  assert.equal(await newestReadable(world.store, ADDRESS), undefined);
});

Deno.test("the state in the store is canonical", async () => {
  const world = await threeDeployments();
  const { document } = (await readState(world.store, ADDRESS))!;
  assert.deepEqual((await world.store.get(KEY))?.body, encodeState(document).body);
});

Deno.test("appendAudit() writes one record, also when its first answer is lost", async () => {
  const world = new World();
  let calls = 0;
  const store: Store = {
    ...world.inner.store,
    location: "",
    put: async (...parameters) => {
      const written = await world.inner.store.put(...parameters);
      if (++calls === 1) throw new UnknownOutcome("reset");
      return written;
    },
  } as Store;
  const entry = { user: "ann", host: "h", command: "unlock", result: "done", reason: "hung" };
  const random = seededRandom(3);
  const record = await world.clock.until(
    appendAudit({ store, clock: world.clock, random }, ADDRESS, entry),
  );
  const keys = await world.inner.store.list("tenants/acme/audit/2023/11/");
  assert.deepEqual(keys, [`tenants/acme/audit/2023/11/${record.id}.json`]);
  const stored = JSON.parse(
    new TextDecoder().decode((await world.inner.store.get(keys[0]!))!.body),
  );
  assert.deepEqual(stored, record);
  assert.deepEqual([record.stack, record.reason, record.schema], ["shop", "hung", "panka/audit@1"]);
});
