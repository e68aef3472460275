import assert from "node:assert/strict";
import { PreconditionFailed, type Store, WriteConflict } from "../../src/state/store.ts";
import { register, type SuiteOptions } from "./suite.ts";

export interface OpenStore {
  /** Empty. */
  store: Store;
  close(): Promise<void>;
}

/** What every {@link Store} must do. */
export function storeSuite(
  title: string,
  open: () => Promise<OpenStore>,
  options: SuiteOptions = {},
): void {
  register(title, open, tests, options);
}

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (body: Uint8Array | undefined) => body && new TextDecoder().decode(body);

const tests: { [name: string]: (opened: OpenStore) => Promise<void> } = {
  async "get() answers undefined when the object does not exist"({ store }) {
    assert.equal(await store.get("a/b.json"), undefined);
    assert.deepEqual(await store.versions("a/b.json"), []);
  },

  async "get() answers what put() wrote"({ store }) {
    const before = Date.now() - 5 * 60_000;
    const written = await store.put("a/b.json", bytes("one"), "absent");
    const read = await store.get("a/b.json");
    assert.equal(text(read?.body), "one");
    assert.equal(read?.etag, written.etag);
    assert.equal(read?.versionId, written.versionId);
    assert.ok(read.lastModified === 0 || read.lastModified > before);
  },

  async "put() keeps every byte when the body is binary, empty or 1 MiB"({ store }) {
    const all = Uint8Array.from({ length: 256 }, (_, index) => index);
    const large = new Uint8Array(1 << 20).map((_, index) => (index * 7) % 251);
    for (const [index, body] of [all, new Uint8Array(), large].entries()) {
      await store.put(`k${index}`, body, "absent");
      assert.deepEqual(new Uint8Array((await store.get(`k${index}`))!.body), body);
    }
  },

  async "put() absent fails and changes nothing when the object exists"({ store }) {
    await store.put("k", bytes("one"), "absent");
    await assert.rejects(store.put("k", bytes("two"), "absent"), PreconditionFailed);
    assert.equal(text((await store.get("k"))?.body), "one");
    assert.equal((await store.versions("k")).length, 1);
  },

  async "put() ifMatch replaces when the etag is the newest"({ store }) {
    const first = await store.put("k", bytes("one"), "absent");
    const second = await store.put("k", bytes("two"), { ifMatch: first.etag });
    assert.notEqual(second.etag, first.etag);
    assert.notEqual(second.versionId, first.versionId);
    assert.equal(text((await store.get("k"))?.body), "two");
  },

  async "put() ifMatch fails and changes nothing when the etag is an older one"({ store }) {
    const first = await store.put("k", bytes("one"), "absent");
    await store.put("k", bytes("two"), { ifMatch: first.etag });
    await assert.rejects(
      store.put("k", bytes("three"), { ifMatch: first.etag }),
      PreconditionFailed,
    );
    assert.equal(text((await store.get("k"))?.body), "two");
  },

  async "put() ifMatch fails when the object does not exist"({ store }) {
    const other = await store.put("other", bytes("one"), "absent");
    await assert.rejects(store.put("k", bytes("two"), { ifMatch: other.etag }), PreconditionFailed);
    assert.equal(await store.get("k"), undefined);
  },

  async "put() any writes a new version when the object exists"({ store }) {
    await store.put("k", bytes("one"), "any");
    await store.put("k", bytes("two"), "any");
    assert.equal(text((await store.get("k"))?.body), "two");
    assert.equal((await store.versions("k")).length, 2);
  },

  async "put() absent has one winner when twelve write at once"({ store }) {
    await oneWinner(store, "k", () => "absent");
  },

  async "put() ifMatch has one winner when twelve write at once"({ store }) {
    for (let round = 0; round < 3; round++) {
      const { etag } = await store.put("k", bytes(`base ${round}`), "any");
      await oneWinner(store, "k", () => ({ ifMatch: etag }));
    }
  },

  async "getVersion() answers each version, and undefined for an unknown one"({ store }) {
    const first = await store.put("k", bytes("one"), "absent");
    const second = await store.put("k", bytes("two"), { ifMatch: first.etag });
    assert.equal(text((await store.getVersion("k", first.versionId))?.body), "one");
    assert.equal((await store.getVersion("k", first.versionId))?.etag, first.etag);
    assert.equal(text((await store.getVersion("k", second.versionId))?.body), "two");
    assert.equal(await store.getVersion("other", second.versionId), undefined);
  },

  async "versions() lists newest first with size and etag"({ store }) {
    const first = await store.put("k", bytes("one"), "absent");
    const second = await store.put("k", bytes("three"), { ifMatch: first.etag });
    await store.put("k2", bytes("another"), "absent");
    assert.deepEqual(
      (await store.versions("k")).map(({ lastModified: _, ...rest }) => rest),
      [
        { versionId: second.versionId, etag: second.etag, isLatest: true, size: 5 },
        { versionId: first.versionId, etag: first.etag, isLatest: false, size: 3 },
      ],
    );
  },

  async "list() answers the keys under a prefix, sorted"({ store }) {
    for (const key of ["a/b/2", "a/b/1", "a/bc", "a/b", "z"]) {
      await store.put(key, bytes(key), "absent");
    }
    await store.put("a/b/1", bytes("again"), "any");
    assert.deepEqual(await store.list("a/b/"), ["a/b/1", "a/b/2"]);
    assert.deepEqual(await store.list("a/b"), ["a/b", "a/b/1", "a/b/2", "a/bc"]);
    assert.deepEqual(await store.list("nothing/"), []);
    assert.deepEqual(await store.list(""), ["a/b", "a/b/1", "a/b/2", "a/bc", "z"]);
  },

  async "put() takes keys with any character"({ store }) {
    const keys = [
      "sp ace+plus",
      "per%20cent",
      "ünïcode/日本",
      "a,v/000000000001",
      "q?x=1&y=2#z",
      "a:b",
    ];
    for (const key of keys) await store.put(key, bytes(key), "absent");
    for (const key of keys) assert.equal(text((await store.get(key))?.body), key);
    assert.deepEqual(await store.list(""), keys.toSorted());
  },

  async "get() and put() refuse keys that are no plain path"({ store }) {
    for (const key of ["", "/a", "a/", "a//b", ".", "a/../b", "./a"]) {
      await assert.rejects(store.get(key), `get ${key}`);
      await assert.rejects(store.put(key, bytes("x"), "any"), `put ${key}`);
    }
    assert.deepEqual(await store.list(""), []);
  },

  async "every method rejects when the signal is already aborted"({ store }) {
    const signal = AbortSignal.abort(new Error("stopped"));
    await assert.rejects(store.put("k", bytes("x"), "any", signal), /stopped/);
    await assert.rejects(store.get("k", signal), /stopped/);
    await assert.rejects(store.versions("k", signal), /stopped/);
    await assert.rejects(store.list("", signal), /stopped/);
    assert.equal(await store.get("k"), undefined);
  },
};

async function oneWinner(
  store: Store,
  key: string,
  condition: () => "absent" | { ifMatch: string },
): Promise<void> {
  const before = (await store.versions(key)).length;
  const outcomes = await Promise.allSettled(
    Array.from({ length: 12 }, (_, index) => store.put(key, bytes(`writer ${index}`), condition())),
  );
  const won = outcomes.flatMap((outcome, index) => outcome.status === "fulfilled" ? [index] : []);
  for (const outcome of outcomes) {
    if (outcome.status === "rejected") {
      const { reason } = outcome;
      assert.ok(
        reason instanceof PreconditionFailed || reason instanceof WriteConflict,
        String(reason),
      );
    }
  }
  assert.equal(won.length, 1);
  assert.equal(text((await store.get(key))?.body), `writer ${won[0]}`);
  assert.equal((await store.versions(key)).length, before + 1);
}
