import assert from "node:assert/strict";
import type { Session } from "../../src/state/session.ts";
import { adminTests } from "./admin_place.ts";
import { Deployed } from "./deployed.ts";
import { runIn, type TestWorld } from "./test_world.ts";

const onAws = await adminTests();

/** Does one step before each look after the first, then presses Ctrl-C. */
function steps(world: TestWorld, ...all: (() => Promise<unknown>)[]): TestWorld {
  let stop = () => {};
  const { sleep } = world.clock;
  return Object.assign(world, {
    onInterrupt(listener: () => void) {
      stop = listener;
      return () => {};
    },
    clock: {
      ...world.clock,
      async sleep(ms: number, signal?: AbortSignal) {
        if (ms !== 3000) return await sleep(ms, signal);
        const step = all.shift();
        if (step) await step();
        else stop();
      },
    },
  });
}

const ADDRESS = { tenant: "acme", stack: "shop", environment: "live" };

onAws(
  "admin monitor tells machines of each run that comes, gets on and ends, and of nothing twice",
  async (place) => {
    const deployed = new Deployed(place.store, place.table, ADDRESS);
    await deployed.deploy(1, {});
    let session: Session | undefined;
    const world = steps(
      place.world(),
      () => Promise.resolve(),
      async () => session = await deployed.open("01J0000000000000000000000A"),
      () =>
        session!.seal("01J0000000000000000000000A", {
          stack: [{ component: "data/old", action: "delete", resources: [] }, {
            component: "data/new",
            action: "create",
            resources: [],
          }],
        }),
      () => session!.release(),
      () => deployed.open("01J0000000000000000000000B").then((held) => session = held),
      () => session!.release(),
    );
    const { code, stdout, stderr } = await runIn(world, "admin", "monitor", "-o", "json");
    assert.equal(code, 0, stderr);
    const told = stdout.trim().split("\n").map((line) => JSON.parse(line)).map((
      { running, ended },
    ) => [
      // deno-lint-ignore no-explicit-any -- what machines read is asserted on as it is
      running.map(({ tenant, user, progress }: any) => [tenant, user, progress]),
      // deno-lint-ignore no-explicit-any -- as above
      ended.map(({ stack, result }: any) => [stack, result]),
    ]);
    const gone = [["shop", null]];
    assert.deepEqual(told, [
      [[], []],
      [[["acme", "ci", null]], []],
      [[["acme", "ci", { done: 1, planned: 2 }]], []],
      [[], gone],
      [[["acme", "ci", null]], gone],
      [[], [...gone, ...gone]],
    ]);
  },
);

onAws("admin monitor says how a run that it saw has ended", async (place) => {
  const deployed = new Deployed(place.store, place.table, ADDRESS);
  let session: Session | undefined;
  const world = steps(
    place.world(),
    async () => session = await deployed.open("01J00000000000000000000001"),
    async () => {
      await session!.release();
      await deployed.deploy(1, {});
      await deployed.deploy(2, {});
    },
  );
  const { code, stdout } = await runIn(world, "admin", "monitor");
  assert.equal(code, 0);
  assert.match(stdout, /^nothing is being deployed$/m);
  assert.match(
    stdout,
    /^ {2}acme · shop\/live · begins · for \d+s · ci@runner-7 · panka apply -e dev/m,
  );
  assert.match(stdout, /^ {2}acme · shop\/live · deployment 1, succeeded/m);
});
