import assert from "node:assert/strict";
import { copyState, TargetTaken } from "../../src/operations/copy_state.ts";
import { auditKey, auditPrefix, stateKey } from "../../src/state/paths.ts";
import { encodeMoved, StateUnreadable } from "../../src/state/codec.ts";
import { readCheckpoint } from "../../src/state/checkpoints.ts";
import { DirectoryStore } from "../../src/state/directory_store.ts";
import { readState, readStateVersion, stateVersions } from "../../src/state/history.ts";
import { MemoryStore } from "../../src/state/memory_store.ts";
import { type Store, StoreUnavailable } from "../../src/state/store.ts";
import { type DeployPlace, deployTest, exits } from "../cli/deploy_place.ts";

const ADDRESS = { stack: "shop", environment: "dev" };
const check = () => {};

async function deployed(place: DeployPlace): Promise<Store> {
  for (const timeout of ["30", "40"]) {
    exits(await place.panka("apply", "--yes", "--var", `TIMEOUT=${timeout}`), 0);
  }
  exits(await place.panka("apply", "--yes", "-e", "staging"), 0);
  return new DirectoryStore(`${place.folder}/.panka/sandbox/state`);
}

/** All that is readable of the stack, oldest first, without what the copy has to name differently. */
async function contents(store: Store) {
  const all = [];
  for (const { versionId } of (await stateVersions(store, ADDRESS)).toReversed()) {
    const { document } = (await readStateVersion(store, ADDRESS, versionId))!;
    const checkpoints = await Promise.all(
      Object.entries(document.units).map(async ([unit, { checkpoint }]) => {
        if (!checkpoint) return undefined;
        const bytes = await readCheckpoint(store, unit, checkpoint).catch((error) => error.name);
        checkpoint.versionId = "";
        return bytes;
      }),
    );
    all.push({ ...document, checksum: "", checkpoints });
  }
  return all;
}

/** A store whose n-th write fails: before it is done, or after. */
function failing(store: MemoryStore, at: number, after: boolean): Store {
  let writes = 0;
  return {
    location: store.location,
    get: (...args) => store.get(...args),
    getVersion: (...args) => store.getVersion(...args),
    versions: (...args) => store.versions(...args),
    list: (...args) => store.list(...args),
    async put(...args) {
      const fails = ++writes === at;
      if (fails && !after) throw new StoreUnavailable("no");
      const answer = await store.put(...args);
      if (fails) throw new StoreUnavailable("no answer");
      return answer;
    },
  };
}

deployTest(
  "copyState() copies every version in its order, however often it is cut off",
  async (place) => {
    const from = await deployed(place);
    const wanted = await contents(from);
    assert.ok(wanted.length > 4 && wanted.at(-1)!.checkpoints[0] instanceof Uint8Array);
    const whole = new MemoryStore();
    const copied = await copyState({ from, to: whole, address: ADDRESS, check });
    assert.deepEqual(await contents(whole), wanted);
    assert.deepEqual(await whole.list("v1/stacks/shop/staging/"), []);
    const audit = (await from.list(auditPrefix())).length;
    assert.equal((await whole.list(auditPrefix())).length, audit - 1);
    for (let at = 1; at <= copied.versions; at++) {
      for (const after of [false, true]) {
        const to = new MemoryStore();
        const cut = { from, to: failing(to, at, after), address: ADDRESS, check };
        await assert.rejects(copyState(cut), StoreUnavailable);
        assert.deepEqual(await copyState({ from, to, address: ADDRESS, check }), copied);
        assert.deepEqual(await contents(to), wanted);
      }
    }
    assert.deepEqual(await contents(from), wanted);
  },
);

deployTest("copyState() overwrites nothing", async (place) => {
  const from = await deployed(place);
  const other = new TextEncoder().encode("{}");
  for (const key of [stateKey(ADDRESS), "v1/stacks/shop/dev/checkpoints/other.json"]) {
    const to = new MemoryStore();
    await to.put(key, other, "absent");
    await assert.rejects(copyState({ from, to, address: ADDRESS, check }), TargetTaken);
    assert.deepEqual((await to.get(key))!.body, other);
  }
  const to = new MemoryStore();
  await to.put(auditKey(undefined, 0, "x"), other, "absent");
  await copyState({ from, to, address: ADDRESS, check });
  const lost = () => assert.fail("the lock is lost");
  const never = copyState({ from, to: new MemoryStore(), address: ADDRESS, check: lost });
  await assert.rejects(never, /the lock is lost/);
});

deployTest("a state that was moved says where to, and its past stays", async (place) => {
  const store = await deployed(place);
  const { etag } = (await store.get(stateKey(ADDRESS)))!;
  const moved = { to: "s3://b", at: "2026-01-02", by: "ada", settings: "backend.bucket: b" };
  await store.put(stateKey(ADDRESS), encodeMoved(moved), { ifMatch: etag });
  await assert.rejects(readState(store, ADDRESS), (error: StateUnreadable) => {
    assert.match(error.message, /was moved to s3:\/\/b/);
    assert.match(error.fix, /backend\.bucket: b/);
    return error instanceof StateUnreadable;
  });
  for (const verb of ["apply", "status", "destroy"]) {
    const ran = exits(await place.panka(verb, ...verb === "status" ? [] : ["--yes"]), 1);
    assert.match(ran.stderr, /was\s+moved\s+to\s+s3:\/\/b/);
  }
  const [, before] = await stateVersions(store, ADDRESS);
  const back = ["state", "restore", place.folder, "-e", "dev", "--version", before!.versionId];
  back.push("--reason", "the bucket was the wrong one");
  exits(await place.runIn(place.world(), ...back, "--yes"), 0);
  exits(await place.panka("status"), 0);
});
