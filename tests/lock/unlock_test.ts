import assert from "node:assert/strict";
import { MemoryTable } from "../../src/lock/memory_table.ts";
import { type LockTable, UNREADABLE } from "../../src/lock/table.ts";
import { forceUnlock, isHeld } from "../../src/lock/unlock.ts";
import { UnknownOutcome } from "../../src/state/store.ts";
import { seededRandom, SteppedClock } from "../state/session_world.ts";

const KEY = "stack:shop:env:dev";

function world() {
  return { table: new MemoryTable(), clock: new SteppedClock(), random: seededRandom(1) };
}

const claim = (owner: string) => ({ addFence: 1, owner, rvn: owner, leaseMs: 60_000, serial: 4 });

Deno.test("forceUnlock() frees the lock under a higher fence, and forgets the serial", async () => {
  const { table, ...rest } = world();
  await table.update(KEY, { free: true }, claim("a"));
  const shown = (await table.get(KEY))!;
  assert.ok(isHeld(shown));
  assert.deepEqual(await forceUnlock({ table, ...rest }, shown, 5), {
    outcome: "unlocked",
    fence: 6,
  });
  const item = await table.get(KEY);
  assert.deepEqual(JSON.parse(JSON.stringify(item)), { key: KEY, fence: 6 });
  assert.equal(isHeld(item), false);
});

Deno.test("forceUnlock() changes nothing when someone else holds the lock by now", async () => {
  const { table, ...rest } = world();
  await table.update(KEY, { free: true }, claim("a"));
  const shown = (await table.get(KEY))!;
  await table.update(KEY, { owner: "a" }, { owner: null });
  await table.update(KEY, { free: true }, claim("b"));
  const now = await table.get(KEY);
  assert.deepEqual(await forceUnlock({ table, ...rest }, shown, 0), {
    outcome: "changed",
    item: now,
  });
  assert.deepEqual(await table.get(KEY), now);
});

Deno.test("forceUnlock() frees an item that can't be understood, above the state's fence", async () => {
  const { table, ...rest } = world();
  table.place(KEY, { key: KEY, fence: UNREADABLE });
  const shown = (await table.get(KEY))!;
  assert.ok(isHeld(shown));
  assert.deepEqual(await forceUnlock({ table, ...rest }, shown, 9), {
    outcome: "unlocked",
    fence: 10,
  });
});

Deno.test("forceUnlock() tells the truth when its answer is lost", async () => {
  const { table, clock, random } = world();
  await table.update(KEY, { free: true }, claim("a"));
  const shown = (await table.get(KEY))!;
  let calls = 0;
  const lossy: LockTable = {
    location: "",
    get: (key) => table.get(key),
    list: (prefix) => table.list(prefix),
    async update(...parameters) {
      const result = await table.update(...parameters);
      if (++calls === 1) throw new UnknownOutcome("reset");
      return result;
    },
  };
  const outcome = await clock.until(forceUnlock({ table: lossy, clock, random }, shown, 0));
  assert.deepEqual(outcome, { outcome: "unlocked", fence: 2 });
});
