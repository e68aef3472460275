import assert from "node:assert/strict";
import { type Holder, type LockTable, UNREADABLE } from "../../src/lock/table.ts";
import { register, type SuiteOptions } from "./suite.ts";

export interface OpenTable {
  /** Empty. */
  table: LockTable;
  /** Makes an existing item impossible to understand, behind the adapter's back. */
  corrupt?(key: string): Promise<void>;
  close(): Promise<void>;
}

/** What every {@link LockTable} must do. */
export function tableSuite(
  title: string,
  open: () => Promise<OpenTable>,
  options: SuiteOptions = {},
): void {
  register(title, open, tests, options);
}

const KEY = "tenant:acme:stack:shop:env:dev";

const holder: Holder = {
  user: "Zoë",
  host: "ci-7",
  pid: 4711,
  command: "panka apply --env dev",
  since: "2026-01-02T03:04:05Z",
  lastHeartbeat: "2026-01-02T03:04:15Z",
  ciRunUrl: "https://ci.example/run/7?a=1",
  gitCommit: "0123abc",
};

const acquire = (table: LockTable, owner: string, key = KEY) =>
  table.update(key, { free: true }, {
    addFence: 1,
    owner,
    rvn: `rvn of ${owner}`,
    leaseMs: 60_000,
  });

const tests: { [name: string]: (opened: OpenTable) => Promise<void> } = {
  async "get() answers undefined when there is no item"({ table }) {
    assert.equal(await table.get(KEY), undefined);
    assert.deepEqual(await table.list(""), []);
  },

  async "update() free makes the item with fence 1, and answers it"({ table }) {
    const result = await table.update(KEY, { free: true }, {
      addFence: 1,
      owner: "run-1",
      rvn: "r1",
      leaseMs: 60_000,
      holder,
      expiresAt: 1_900_000_000,
    });
    const item = {
      key: KEY,
      fence: 1,
      owner: "run-1",
      rvn: "r1",
      leaseMs: 60_000,
      holder,
      expiresAt: 1_900_000_000,
    };
    assert.deepEqual(compact(result), { ok: true, item });
    assert.deepEqual(compact(await table.get(KEY)), item);
  },

  async "update() free loses with the item as it stands when it has an owner"({ table }) {
    await acquire(table, "run-1");
    const before = await table.get(KEY);
    const result = await acquire(table, "run-2");
    assert.deepEqual(compact(result), compact({ ok: false, item: before }));
    assert.deepEqual(compact(await table.get(KEY)), compact(before));
  },

  async "update() keeps the fence growing through release and acquire"({ table }) {
    await acquire(table, "run-1");
    const released = await table.update(KEY, { owner: "run-1", fence: 1 }, {
      owner: null,
      rvn: null,
      leaseMs: null,
      holder: null,
      serial: 42,
    });
    assert.deepEqual(compact(released), { ok: true, item: { key: KEY, fence: 1, serial: 42 } });
    const again = await acquire(table, "run-2");
    assert.deepEqual([again.ok, again.item?.fence, again.item?.serial], [true, 2, 42]);
  },

  async "update() changes nothing when any one condition does not hold"({ table }) {
    await acquire(table, "run-1");
    const before = compact(await table.get(KEY));
    const right = { owner: "run-1", fence: 1, rvn: "rvn of run-1" };
    for (
      const wrong of [{ owner: "run-2" }, { fence: 2 }, { rvn: "other" }, { fence: UNREADABLE }]
    ) {
      const result = await table.update(KEY, { ...right, ...wrong }, {
        owner: "thief",
        addFence: 1,
      });
      assert.deepEqual(compact(result), { ok: false, item: before }, JSON.stringify(wrong));
    }
    assert.equal((await table.update(KEY, right, { rvn: "next" })).ok, true);
  },

  async "update() makes no item when the condition names an owner, a fence or an rvn"({ table }) {
    for (const condition of [{ owner: "run-1" }, { fence: 1 }, { fence: 0 }, { rvn: "r" }]) {
      assert.deepEqual(compact(await table.update(KEY, condition, { owner: "run-1" })), {
        ok: false,
      });
    }
    assert.equal(await table.get(KEY), undefined);
  },

  async "update() sets what is given, removes what is null, leaves the rest"({ table }) {
    await table.update(KEY, { free: true }, {
      addFence: 1,
      owner: "a",
      rvn: "r",
      leaseMs: 9,
      holder,
    });
    await table.update(KEY, { owner: "a" }, {
      fence: 17,
      rvn: "s",
      holder: null,
      expiresAt: 5,
      serial: 0,
    });
    assert.deepEqual(compact(await table.get(KEY)), {
      key: KEY,
      fence: 17,
      owner: "a",
      rvn: "s",
      leaseMs: 9,
      expiresAt: 5,
      serial: 0,
    });
  },

  async "update() has one winner when twelve acquire at once, fences growing by one"({ table }) {
    for (let round = 1; round <= 3; round++) {
      const results = await Promise.all(
        Array.from({ length: 12 }, (_, index) => acquire(table, `run-${round}-${index}`)),
      );
      const winners = results.filter((result) => result.ok);
      assert.equal(winners.length, 1);
      const { owner, fence } = winners[0]!.item!;
      assert.equal(fence, round);
      assert.equal((await table.get(KEY))?.owner, owner);
      await table.update(KEY, { owner, fence }, { owner: null });
    }
  },

  async "update() keeps items apart by key"({ table }) {
    const keys = [KEY, `${KEY}:service:api`, "stack:sh op/%:env:ü"];
    for (const key of keys) assert.equal((await acquire(table, key, key)).ok, true);
    for (const key of keys) assert.equal((await table.get(key))?.owner, key);
  },

  async "list() answers the items under a prefix, sorted by key"({ table }) {
    for (const key of [`${KEY}:service:b`, `${KEY}:service:a`, KEY, "tenant:other"]) {
      await acquire(table, "run", key);
    }
    assert.deepEqual((await table.list(KEY)).map((item) => item.key), [
      KEY,
      `${KEY}:service:a`,
      `${KEY}:service:b`,
    ]);
    assert.equal((await table.list("")).length, 4);
  },

  async "get() says unreadable, update() free does not take it, and an update on that fence mends it"(
    { table, corrupt },
  ) {
    assert.ok(corrupt, "the suite needs corrupt(); ignore this test where it can't be had");
    await acquire(table, "run-1");
    await corrupt(KEY);
    assert.deepEqual(compact(await table.get(KEY)), { key: KEY, fence: UNREADABLE });
    assert.equal((await acquire(table, "run-2")).ok, false);
    assert.equal((await table.list(""))[0]?.fence, UNREADABLE);
    const mended = await table.update(KEY, { fence: UNREADABLE }, {
      fence: 8,
      owner: null,
      rvn: null,
      leaseMs: null,
      serial: null,
      holder: null,
    });
    assert.deepEqual(compact(mended), { ok: true, item: { key: KEY, fence: 8 } });
    assert.equal((await acquire(table, "run-3")).item?.fence, 9);
  },

  async "every method rejects when the signal is already aborted"({ table }) {
    const signal = AbortSignal.abort(new Error("stopped"));
    await assert.rejects(table.update(KEY, { free: true }, { owner: "x" }, signal), /stopped/);
    await assert.rejects(table.get(KEY, signal), /stopped/);
    await assert.rejects(table.list("", signal), /stopped/);
    assert.equal(await table.get(KEY), undefined);
  },
};

/** Without attributes that are undefined: an adapter may leave them out or not. */
function compact<T>(value: T): T {
  return value && JSON.parse(JSON.stringify(value));
}
