import assert from "node:assert/strict";
import { parseCheckpoint } from "../../src/engine/sandbox/checkpoint.ts";
import { readCheckpoint } from "../../src/state/checkpoints.ts";
import { readState } from "../../src/state/history.ts";
import { stateKey } from "../../src/state/paths.ts";
import { ADDRESS, recordedTest, type RecordedWorld } from "./recorded_world.ts";
import { runIn } from "./test_world.ts";

async function stateOf(place: RecordedWorld) {
  const { document } = (await readState(place.store, ADDRESS))!;
  const unit = document.units.stack!;
  const body = unit.checkpoint && await readCheckpoint(place.store, "stack", unit.checkpoint);
  return {
    document,
    unit,
    ids: Object.keys(unit.components).sort(),
    keys: parseCheckpoint(body).resources.map(({ key }) => key).sort(),
  };
}

recordedTest(
  "state rm forgets a component, its resources and what it shared, and says so in the audit trail",
  async (place) => {
    await place.deployTwice();
    const { code, stdout, stderr } = await runIn(
      place.world(),
      ...["state", "rm", "api/server", "--yes", "--reason", "moved away"],
    );
    assert.equal(code, 0, stderr);
    assert.equal(stdout, "");
    assert.match(stderr, /forgot 1 component; the state is at serial 5/);
    const { ids, keys, document } = await stateOf(place);
    assert.deepEqual(ids, ["data/jobs", "data/orders"]);
    assert.deepEqual(keys, ["data/jobs/queue", "data/orders/table"]);
    assert.equal(document.lastEdit?.command, "panka state rm api/server -e dev");
    const [{ at: _, id: __, ...record }] = await place.audit() as [Record<string, unknown>];
    assert.deepEqual(record, {
      schema: "panka/audit@1",
      stack: "shop",
      environment: "dev",
      user: "ada",
      host: "laptop",
      command: "panka state rm api/server -e dev",
      result: "succeeded",
      reason: "moved away",
      details: { removed: ["api/server"], serial: 5 },
    });
  },
);

recordedTest(
  "state rm is refused while others depend on the component, and writes nothing",
  async (place) => {
    await place.deployTwice();
    const refused = await runIn(place.world(), "state", "rm", "data/jobs", "--yes");
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /"api\/server" depend on it/);
    const asked = await runIn(place.world(), "state", "rm", "api/server");
    assert.equal(asked.code, 64);
    assert.match(asked.stderr, /fix: add --yes/);
    assert.equal((await stateOf(place)).document.serial, 4);
    const both = await runIn(place.world(), "state", "rm", "data/jobs", "api/server", "--yes");
    assert.equal(both.code, 0, both.stderr);
    assert.deepEqual((await stateOf(place)).ids, ["data/orders"]);
  },
);

recordedTest(
  "state mv renames a component where it is kept, used and remembered by the engine",
  async (place) => {
    await place.deployTwice();
    const args = ["state", "mv", "jobs", "data/tasks", "-o", "json"];
    const { code, stdout } = await runIn(place.world(), ...args);
    assert.equal(code, 0, stdout);
    assert.deepEqual(JSON.parse(stdout), {
      schema: "panka/state-mv@1",
      from: "data/jobs",
      to: "data/tasks",
      serial: 5,
    });
    const { ids, keys, unit } = await stateOf(place);
    assert.deepEqual(ids, ["api/server", "data/orders", "data/tasks"]);
    assert.deepEqual(unit.components["api/server"]!.dependsOn, ["data/tasks"]);
    assert.deepEqual(Object.keys(unit.components["data/tasks"]!.resources), ["data/tasks/queue"]);
    assert.ok(keys.includes("data/tasks/queue") && !keys.includes("data/jobs/queue"), keys.join());
    const taken = await runIn(place.world(), "state", "mv", "data/tasks", "data/orders");
    assert.equal(taken.code, 1);
    assert.match(taken.stderr, /that id is taken/);
    const odd = await runIn(place.world(), "state", "mv", "data/tasks", "../x");
    assert.equal(odd.code, 64);
  },
);

recordedTest(
  "state locking splits state and checkpoint by service, and joins them again",
  async (place) => {
    await place.deployTwice();
    const before = await stateOf(place);
    const split = await runIn(place.world(), "state", "locking", "service", "--yes");
    assert.equal(split.code, 0, split.stderr);
    const { document } = (await readState(place.store, ADDRESS))!;
    assert.deepEqual(Object.keys(document.units).sort(), ["api", "data", "stack"]);
    const keys = async (unit: string) => {
      const body = await readCheckpoint(place.store, unit, document.units[unit]!.checkpoint!);
      return parseCheckpoint(body).resources.map(({ key }) => key).sort();
    };
    assert.deepEqual(await keys("api"), ["api/@shared/cluster", "api/server/task"]);
    assert.deepEqual(await keys("data"), ["data/jobs/queue", "data/orders/table"]);
    assert.deepEqual(await keys("stack"), []);
    const joined = await runIn(place.world(), "state", "locking", "stack", "--yes");
    assert.equal(joined.code, 0, joined.stderr);
    const after = await stateOf(place);
    assert.deepEqual(after.ids, before.ids);
    assert.deepEqual(after.keys, before.keys);
    const again = await runIn(place.world(), "state", "locking", "stack", "-o", "json");
    assert.equal(JSON.parse(again.stdout).changed, false);
    assert.deepEqual((await place.audit()).map(({ details }) => details), [
      { from: "stack", to: "service", serial: 5 },
      { from: "service", to: "stack", serial: 6 },
    ]);
  },
);

recordedTest(
  "state push takes what state pull printed, once, and keeps the fence",
  async (place) => {
    await place.deployTwice();
    const pulled = (await runIn(place.world(), "state", "pull")).stdout;
    const edited = JSON.parse(pulled);
    edited.units.stack.components["data/jobs"].labels = { team: "core" };
    edited.units.stack.fence = 0;
    const world = place.world({ files: { "state.json": JSON.stringify(edited, null, 1) } });
    const push = ["state", "push", "state.json", "--yes"];
    assert.equal((await runIn(world, ...push)).code, 64, "a reason is needed");
    const first = await runIn(world, ...push, "--reason", "labels");
    assert.equal(first.code, 0, first.stderr);
    const { unit, document } = await stateOf(place);
    assert.equal(document.serial, 5);
    assert.deepEqual(unit.components["data/jobs"]!.labels, { team: "core" });
    assert.ok(unit.fence >= 3, `fence ${unit.fence}`);
    const second = await runIn(world, ...push, "--reason", "labels");
    assert.equal(second.code, 1);
    assert.match(second.stderr, /it was pulled at serial 4, the recorded state is at 5/);
    assert.equal((await runIn(world, ...push, "--reason", "labels", "--force")).code, 0);
    assert.deepEqual((await place.audit()).map(({ command, reason }) => [command, reason]), [
      ["panka state push -e dev", "labels"],
      ["panka state push -e dev --force", "labels"],
    ]);
  },
);

recordedTest(
  "state push refuses other stacks and what is no state, also when forced",
  async (place) => {
    await place.deployTwice();
    const pulled = JSON.parse((await runIn(place.world(), "state", "pull", "-o", "json")).stdout);
    const lost = structuredClone(pulled);
    lost.units.stack.checkpoint.versionId = "77";
    const wrong: Record<string, [text: string, message: RegExp]> = {
      "of another stack": [JSON.stringify({ ...pulled, stack: "other" }), /its stack is "other"/],
      "cut off": [JSON.stringify(pulled).slice(0, -20), /it is not JSON/],
      "without units": [
        JSON.stringify({ ...pulled, units: undefined }),
        /units: must be an object/,
      ],
      "of a newer format": [JSON.stringify({ ...pulled, formatVersion: 2 }), /it has format 2/],
      "with a checkpoint that is gone": [JSON.stringify(lost), /can't be used/],
    };
    for (const [what, [text, message]] of Object.entries(wrong)) {
      const world = place.world({ files: { "state.json": text } });
      const args = ["state", "push", "state.json", "--yes", "--force", "--reason", "x"];
      const { code, stderr } = await runIn(world, ...args);
      assert.equal(code, 1, what);
      assert.match(stderr.replace(/\s+/g, " "), message, what);
    }
    assert.equal((await stateOf(place)).document.serial, 4);
  },
);

recordedTest(
  "state restore makes an older version the newest, above every fence and serial",
  async (place) => {
    await place.deployTwice();
    const first = (await runIn(place.world(), "state", "history", "-o", "json")).stdout;
    const { versionId } = JSON.parse(first).versions.find((one: { serial: number }) =>
      one.serial === 2
    );
    const args = ["state", "restore", "--version", versionId, "--yes", "--reason", "bad release"];
    const { code, stderr } = await runIn(place.world(), ...args);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /that version does not know api\/server: they stay on AWS/);
    const { document, unit, ids } = await stateOf(place);
    assert.equal(document.serial, 5);
    assert.deepEqual(ids, ["data/jobs", "data/orders"]);
    assert.equal(unit.components["data/jobs"]!.spec.visibilityTimeout, 30);
    assert.deepEqual(
      unit.inFlight?.inherited?.map(({ component, resources }) => [component, resources[0]?.name]),
      [["api/server", "api/server/task"]],
    );
    assert.ok(unit.fence >= 3);
    assert.deepEqual(document.deployments.map(({ number }) => number), [2, 1]);
  },
);

recordedTest(
  "state restore --at takes the version of that time, and says when there is none",
  async (place) => {
    await place.deployTwice();
    const at = async (time: string) =>
      await runIn(
        place.world(),
        "state",
        "restore",
        "--at",
        time,
        "--yes",
        "--reason",
        "x",
        "-o",
        "json",
      );
    const newest = await at("0s");
    assert.equal(newest.code, 0, newest.stdout);
    assert.equal(JSON.parse(newest.stdout).restoredSerial, 4);
    const never = await at("2020-01-01T00:00:00Z");
    assert.equal(never.code, 1);
    assert.match(never.stdout, /there was no state at 2020/);
    assert.equal((await at("yesterday")).code, 64);
  },
);

recordedTest(
  "a state with one flipped byte is refused by every command, and state restore mends it",
  async (place) => {
    await place.deployTwice();
    const key = stateKey(ADDRESS);
    const { body, etag, versionId } = (await place.store.get(key))!;
    const damaged = body.slice();
    const at = Math.floor(damaged.length / 2);
    damaged[at] = damaged[at]! ^ 4;
    await place.store.put(key, damaged, { ifMatch: etag });
    const readers = [["list"], ["history"], ["outputs"], ["show", "jobs"], ["state", "pull"], [
      "diff",
      "1",
      "latest",
    ]];
    const writers = [["state", "rm", "api/server", "--yes"], ["state", "mv", "jobs", "data/x"]];
    for (const args of [...readers, ...writers]) {
      const { code, stderr } = await runIn(place.world(), ...args);
      assert.equal(code, 1, args.join(" "));
      assert.match(
        stderr.replace(/\s+/g, " "),
        /the state is damaged.*panka state restore -e dev --version/,
      );
    }
    const history = await runIn(place.world(), "state", "history");
    assert.match(history.stdout, /damaged: its content does not match/);
    const { code, stderr } = await runIn(
      place.world(),
      ...["state", "restore", "--version", versionId, "--yes", "--reason", "flipped byte"],
    );
    assert.equal(code, 0, stderr);
    const { document, ids, unit } = await stateOf(place);
    assert.equal(document.serial, 6, "above the damaged version's");
    assert.deepEqual(ids, ["api/server", "data/jobs", "data/orders"]);
    assert.ok(unit.fence >= 3);
    assert.deepEqual(
      (await place.audit()).map(({ details }) => (details as { mended: boolean }).mended),
      [true],
    );
    assert.equal((await runIn(place.world(), "list")).code, 0);
  },
);

recordedTest(
  "commands that write exit 6 while somebody holds the lock, and name the holder",
  async (place) => {
    await place.deployTwice();
    const other = await place.open("other-run");
    try {
      const world = place.world({
        files: { "s.json": (await runIn(place.world(), "state", "pull")).stdout },
      });
      const commands = [
        ["state", "rm", "api/server"],
        ["state", "mv", "jobs", "data/x"],
        ["state", "push", "s.json", "--reason", "x"],
        ["state", "restore", "--version", "2", "--reason", "x"],
        ["state", "locking", "service"],
      ];
      for (const args of commands) {
        const { code, stdout } = await runIn(
          world,
          ...args,
          "--yes",
          "--lock-timeout",
          "1ms",
          "-o",
          "json",
        );
        assert.equal(code, 6, args.join(" "));
        const { diagnostics: [problem] } = JSON.parse(stdout);
        assert.equal(problem.code, "locked");
        assert.match(problem.summary, /held by ci@runner-7 \(panka apply -e dev\)/);
      }
    } finally {
      await other.release();
    }
    assert.equal((await stateOf(place)).document.serial, 4);
  },
);
