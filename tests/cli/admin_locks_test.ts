import assert from "node:assert/strict";
import { LEASE_TIMES } from "../../src/lock/times.ts";
import { type AdminPlace, adminTests } from "./admin_place.ts";
import { golden, runIn } from "./test_world.ts";

const onAws = await adminTests();
const KEY = "tenant:calm:stack:shop:env:live";

/** A lock whose holder was last heard of `silentMs` before the hour of the tests. */
async function hold({ table }: AdminPlace, key: string, fence: number, silentMs = 0) {
  const at = new Date(Date.UTC(2026, 0, 2, 3, 4, 5) - silentMs).toISOString();
  await table.update(key, {}, {
    fence,
    owner: `run-of-${key}`,
    leaseMs: LEASE_TIMES.leaseMs,
    holder: {
      user: "ci",
      host: "runner-7",
      pid: 1,
      command: "panka apply -e live",
      since: at,
      lastHeartbeat: at,
    },
  });
}

const admin = (place: AdminPlace, ...args: string[]) => runIn(place.world(), "admin", ...args);

onAws(
  "admin locks lists all tenants' locks, says who seems dead, and narrows to one tenant",
  async (place) => {
    assert.equal((await place.run("init", "calm")).code, 0);
    await hold(place, KEY, 7, 3_600_000);
    await hold(place, "tenant:busy:stack:shop:env:live:service:api", 2);
    await hold(place, "stack:alone:env:dev", 1);
    const { code, stdout, stderr } = await admin(place, "locks");
    assert.equal(code, 0, stderr);
    golden("admin_locks", stdout + stderr);
    const { locks } = JSON.parse((await admin(place, "locks", "-o", "json")).stdout);
    assert.deepEqual(
      locks.map((
        { tenant, stack, environment, service, seemsDead }: Record<string, unknown>,
      ) => [tenant, stack, environment, service, seemsDead]),
      [
        [null, "alone", "dev", null, false],
        ["busy", "shop", "live", "api", false],
        ["calm", "shop", "live", null, true],
      ],
    );
    const one = JSON.parse((await admin(place, "locks", "calm", "-o", "json")).stdout);
    assert.deepEqual(one.locks.map(({ key }: { key: string }) => key), [KEY]);
    const none = await admin(place, "locks", "nobody");
    assert.equal(none.code, 1);
    assert.match(none.stderr, /there is no tenant "nobody"/);
  },
);

onAws(
  "admin unlock takes a lock from the holder whose fence is named, and the tenant's trail says who did",
  async (place) => {
    await hold(place, KEY, 7);
    const unlock = (...args: string[]) => admin(place, "unlock", ...args);
    assert.equal((await unlock(KEY, "--fence", "7")).code, 64, "needs a reason");
    const asked = await unlock(KEY, "--reason", "off");
    assert.equal(asked.code, 64);
    assert.match(asked.stderr, /add --fence 7/);
    const wrong = await unlock(KEY, "--fence", "6", "--reason", "off");
    assert.equal(wrong.code, 6);
    assert.equal((await place.table.get(KEY))!.owner, `run-of-${KEY}`);
    const done = await unlock(KEY, "--fence", "7", "--reason", "off");
    assert.equal(done.code, 0, done.stderr);
    const item = await place.table.get(KEY);
    assert.deepEqual([item!.owner, item!.fence], [undefined, 8]);
    const [key] = await place.store.list("tenants/calm/audit/");
    const record = JSON.parse(new TextDecoder().decode((await place.store.get(key!))!.body));
    assert.deepEqual(
      [record.command, record.reason, record.tenant, record.details.identity, record.details.fence],
      [`panka admin unlock ${KEY}`, "off", "calm", "arn:aws:iam::000000000000:root", 8],
    );
    assert.match((await unlock(KEY, "--reason", "off")).stderr, /not locked/);
    for (
      const bad of [
        "calm/shop",
        "tenant:..:stack:a:env:b",
        "tenant:a/b:stack:c:env:d",
        "stack:a:env:*",
      ]
    ) {
      assert.equal((await unlock(bad, "--reason", "off")).code, 64, bad);
    }
  },
);
