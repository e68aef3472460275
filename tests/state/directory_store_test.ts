import assert from "node:assert/strict";
import { DirectoryTable } from "../../src/lock/directory_table.ts";
import { DirectoryStore } from "../../src/state/directory_store.ts";
import { NumberedFiles } from "../../src/state/numbered_files_store.ts";
import { StoreUnavailable, UnknownOutcome } from "../../src/state/store.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

function test(name: string, run: (root: string) => Promise<void>, ignore = false): void {
  Deno.test({
    name,
    ignore,
    async fn() {
      const root = await Deno.makeTempDir({ prefix: "panka-test-" });
      try {
        await run(root);
      } finally {
        await Deno.remove(root, { recursive: true });
      }
    },
  });
}

const windows = Deno.build.os === "windows";

async function names(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder), ({ name }) => name)).sort();
}

test("put() makes folders and files that only their owner can read", async (root) => {
  await new DirectoryStore(`${root}/deep/state`).put("a/b.json", bytes("x"), "absent");
  for (const path of ["deep", "deep/state", "deep/state/a", "deep/state/a/b.json,v"]) {
    assert.equal((await Deno.stat(`${root}/${path}`)).mode! & 0o777, 0o700, path);
  }
  assert.equal(
    (await Deno.stat(`${root}/deep/state/a/b.json,v/000000000001`)).mode! & 0o777,
    0o600,
  );
  await new DirectoryTable(`${root}/locks`).update("k", { free: true }, { addFence: 1 });
  assert.equal((await Deno.stat(`${root}/locks/k,v/000000000001`)).mode! & 0o777, 0o600);
}, windows);

test("get() and put() refuse a folder or a version that is a symbolic link", async (root) => {
  await Deno.mkdir(`${root}/outside/b.json,v`, { recursive: true });
  await Deno.writeTextFile(`${root}/outside/b.json,v/000000000001`, "secret");
  await Deno.mkdir(`${root}/state`);
  await Deno.symlink(`${root}/outside`, `${root}/state/a`);
  const store = new DirectoryStore(`${root}/state`);
  await assert.rejects(store.get("a/b.json"), (error: Error) => {
    assert.ok(error instanceof StoreUnavailable);
    assert.match(error.message, /symbolic link/);
    return true;
  });
  await assert.rejects(store.put("a/new.json", bytes("x"), "any"), StoreUnavailable);
  await Deno.mkdir(`${root}/state/c,v`);
  await Deno.symlink(`${root}/outside/b.json,v/000000000001`, `${root}/state/c,v/000000000001`);
  await assert.rejects(store.get("c"), StoreUnavailable);
  assert.deepEqual(await names(`${root}/outside`), ["b.json,v"]);
}, windows);

test("get() throws, never answers undefined, when the folder can't be read", async (root) => {
  await Deno.writeTextFile(`${root}/state`, "a file where a folder belongs");
  const store = new DirectoryStore(`${root}/state`);
  await assert.rejects(store.get("a/b.json"), StoreUnavailable);
  await Deno.mkdir(`${root}/other/a.json,v/000000000001`, { recursive: true });
  await assert.rejects(new DirectoryStore(`${root}/other`).get("a.json"), StoreUnavailable);
});

test("put() and list() are not disturbed by what a crashed writer or a stray hand left", async (root) => {
  const store = new DirectoryStore(root);
  await store.put("a.json", bytes("one"), "absent");
  const folder = `${root}/a.json,v`;
  await Deno.writeTextFile(`${folder}/,new-crashed`, "half");
  await Deno.writeTextFile(`${folder}/,new-long-ago`, "half");
  await Deno.utime(`${folder}/,new-long-ago`, 1, 1);
  await Deno.writeTextFile(`${folder}/notes.txt`, "hello");
  await Deno.mkdir(`${root}/crashed.json,v`);
  assert.equal(await store.get("crashed.json"), undefined);
  await store.put("a.json", bytes("two"), "any");
  assert.deepEqual(await store.list(""), ["a.json"]);
  assert.deepEqual(await names(folder), [
    ",new-crashed",
    "000000000001",
    "000000000002",
    "notes.txt",
  ]);
});

test("put() has written although what is old can't be removed", async (root) => {
  const store = new DirectoryStore(root);
  await store.put("a.json", bytes("one"), "absent");
  await Deno.mkdir(`${root}/a.json,v/,new-stuck/inside`, { recursive: true });
  await Deno.utime(`${root}/a.json,v/,new-stuck`, 1, 1);
  assert.equal((await store.put("a.json", bytes("two"), "any")).versionId, "2");
});

test("put() drops versions that were replaced long ago, but never the newest ten", async (root) => {
  const store = new DirectoryStore(root);
  for (let n = 1; n <= 14; n++) {
    await store.put("k", bytes(`${n}`), "any");
    await Deno.utime(`${root}/k,v/${String(n).padStart(12, "0")}`, 1, 1);
  }
  await store.put("k", bytes("15"), "any");
  assert.deepEqual((await store.versions("k")).map(({ versionId }) => Number(versionId)), [
    15,
    14,
    13,
    12,
    11,
    10,
    9,
    8,
    7,
    6,
  ]);
  assert.equal(new TextDecoder().decode((await store.get("k"))?.body), "15");
});

test("put() keeps every version that was replaced lately", async (root) => {
  const store = new DirectoryStore(root);
  for (let n = 1; n <= 30; n++) await store.put("k", bytes(`${n}`), "any");
  assert.equal((await store.versions("k")).length, 30);
});

test("update() keeps few versions of a lock item, and its fence", async (root) => {
  const table = new DirectoryTable(root);
  for (let n = 1; n <= 60; n++) await table.update("k", {}, { addFence: 1 });
  assert.ok((await names(`${root}/k,v`)).length <= 16);
  assert.equal((await table.get("k"))?.fence, 60);
});

test("publish() does not pass for the first when its number was used and pruned before", async (root) => {
  const files = new NumberedFiles(root, ["k,v"]);
  for (let n = 0; n < 5; n++) assert.equal(await files.publish(n, bytes(`${n}`)), true);
  assert.equal(await files.publish(2, bytes("late")), false);
  await files.prune([1, 2, 3]);
  await assert.rejects(files.publish(2, bytes("very late")), UnknownOutcome);
  assert.equal((await files.numbers()).at(-1), 5);
});
