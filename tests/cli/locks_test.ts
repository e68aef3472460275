import assert from "node:assert/strict";
import { lockKey } from "../../src/state/paths.ts";
import { ENTER } from "./prompting.ts";
import { ADDRESS, recordedTest, steady } from "./recorded_world.ts";
import { golden, runIn } from "./test_world.ts";

recordedTest(
  "locks list and show tell who holds what, at 100 and at 40 columns and as JSON",
  async (place) => {
    await place.deployTwice();
    const session = await place.open("01JHOLDER");
    try {
      for (const args of [["locks", "list"], ["locks", "show"]]) {
        const name = args.join("-");
        for (const columns of [100, 40]) {
          const world = place.world({ columns, terminal: true, env: { NO_COLOR: "1" } });
          const { code, stdout, stderr } = await runIn(world, ...args);
          assert.equal(code, 0, stderr);
          golden(`${name}-${columns}`, steady(`${stdout}-- stderr\n${stderr}`));
        }
        const { stdout } = await runIn(place.world(), ...args, "-o", "json");
        golden(`${name}-json`, steady(stdout));
      }
    } finally {
      await session.release();
    }
  },
);

recordedTest(
  "locks list names all stacks of the tenant, and --here only this one's",
  async (place) => {
    for (const stack of ["shop", "blog", "shop2"]) {
      await place.table.update(lockKey({ ...ADDRESS, stack }), {}, { fence: 1, owner: "x" });
    }
    await place.table.update("tenant:acme:stack:shop:env:dev", {}, { fence: 1, owner: "x" });
    const list = async (...args: string[]) => {
      const world = place.world({ env: { PANKA_BACKEND_TYPE: "directory" } });
      const { stdout } = await runIn(world, "locks", "list", "-o", "json", ...args);
      return JSON.parse(stdout).locks.map(({ key }: { key: string }) => key);
    };
    assert.deepEqual(await list(), [
      "stack:blog:env:dev",
      "stack:shop2:env:dev",
      "stack:shop:env:dev",
    ]);
    assert.deepEqual(await list("--here"), ["stack:shop:env:dev"]);
    assert.deepEqual(await list("--tenant", "acme"), ["tenant:acme:stack:shop:env:dev"]);
  },
);

recordedTest(
  "unlock off a terminal shows the holder and needs the fence that it showed",
  async (place) => {
    await place.deployTwice();
    const session = await place.open("01JHOLDER");
    const unlock = (...args: string[]) =>
      runIn(place.world(), "unlock", "--reason", "gone", ...args);
    try {
      assert.equal(
        (await runIn(place.world(), "unlock", "--fence", "3")).code,
        64,
        "needs a reason",
      );
      const shown = await unlock();
      assert.equal(shown.code, 64);
      assert.match(
        shown.stderr,
        /held by {4}ci@runner-7[\s\S]*fix: if you mean this holder, add --fence 3/,
      );
      const wrong = await unlock("--fence", "2");
      assert.equal(wrong.code, 6);
      assert.match(wrong.stderr.replace(/\s+/g, " "), /held at fence 3 by ci@runner-7, not at 2/);
      assert.equal((await place.audit()).length, 0);
      const right = await unlock("--fence", "3");
      assert.equal(right.code, 0, right.stderr);
      assert.match(
        right.stderr,
        /shop\/dev is free, at fence 4; ci@runner-7 finds out/,
      );
      // Whoever comes next fences the old holder off, whether or not it has noticed by then.
      assert.equal((await runIn(place.world(), "state", "rm", "api/server", "--yes")).code, 0);
      await assert.rejects(session.seal("late", { stack: [] }), /newer lock|was taken/);
      const [record] = await place.audit();
      assert.equal(record!.result, "unlocked");
      assert.equal(record!.reason, "gone");
      assert.deepEqual(record!.details, {
        key: "stack:shop:env:dev",
        shownFence: 3,
        owner: "01JHOLDER",
        user: "ci",
        host: "runner-7",
        fence: 4,
      });
    } finally {
      await session.release();
    }
  },
);

recordedTest("unlock on a terminal asks, and warns of a holder that looks alive", async (place) => {
  await place.deployTwice();
  const session = await place.open("01JHOLDER");
  const args = ["unlock", "--reason", "gone"];
  try {
    const no = place.prompting([[/looks alive\?/, ENTER]]);
    assert.equal((await runIn(no, ...args)).code, 8);
    assert.equal((await place.table.get("stack:shop:env:dev"))?.owner, "01JHOLDER");
    const yes = place.prompting([[/take the lock from ci@runner-7/, "y"]]);
    const { code, stderr } = await runIn(yes, ...args);
    assert.equal(code, 0, stderr);
    assert.equal((await place.table.get("stack:shop:env:dev"))?.owner, undefined);
  } finally {
    await session.release();
  }
});

recordedTest(
  "unlock frees an item that can't be understood, above the state's fence",
  async (place) => {
    await place.deployTwice();
    const folder = `${place.folder}/locks/${encodeURIComponent("stack:shop:env:dev")},v`;
    await Deno.writeTextFile(`${folder}/000000000099`, "{ what");
    const list = await runIn(place.world(), "locks", "list");
    assert.match(list.stdout, /can't be understood .*unreadable/);
    const { code, stderr } = await runIn(
      place.world(),
      ...["unlock", "--reason", "garbage", "--fence", "unreadable"],
    );
    assert.equal(code, 0, stderr);
    const item = await place.table.get("stack:shop:env:dev");
    assert.equal(item?.owner, undefined);
    assert.ok(item!.fence > 2);
  },
);

recordedTest("unlock says so when nothing is locked, and writes no audit record", async (place) => {
  await place.deployTwice();
  const { code, stdout } = await runIn(place.world(), "unlock", "--reason", "x", "-o", "json");
  assert.equal(code, 0);
  assert.equal(JSON.parse(stdout).outcome, "free");
  assert.deepEqual(await place.audit(), []);
});
