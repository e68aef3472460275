import assert from "node:assert/strict";
import { recordedTest, type RecordedWorld } from "./recorded_world.ts";
import { runIn } from "./test_world.ts";

const RUN = "01J0000000000000000000000A";

/** A run that has begun to change something; it holds its lock. */
async function begun(place: RecordedWorld) {
  const session = await place.open(RUN);
  const resources: never[] = [];
  await session.seal(RUN, {
    stack: [
      { component: "data/jobs", action: "update", resources },
      { component: "data/new", action: "create", resources },
    ],
  });
  return session;
}

/** The deployments as machines read them, without what is the same for all. */
async function told(place: RecordedWorld): Promise<unknown[]> {
  const { code, stdout } = await runIn(place.world(), "history", "-o", "json");
  assert.equal(code, 0);
  return JSON.parse(stdout).deployments.map((
    // deno-lint-ignore no-explicit-any -- what machines read is asserted on as it is
    { version, id, result, by, host, command, gitCommit, seconds, changes }: any,
  ) => [version, id, result, `${by}@${host}`, command, gitCommit, seconds, changes]);
}

const INTERRUPTED = [
  RUN,
  "interrupted",
  "ci@runner-7",
  "panka apply -e dev",
  "3f9a2c1d0b7e",
  null,
  { create: 1, update: 1, replace: 0, delete: 0 },
];

recordedTest(
  "history tells of a run that was cut off before and after the next one",
  async (place) => {
    await place.deployTwice();
    const before = await told(place);
    const session = await begun(place);
    assert.deepEqual(await told(place), before, "it is at work");
    await session.release();
    assert.deepEqual(await told(place), [[null, ...INTERRUPTED], ...before]);
    const { stdout, stderr } = await runIn(place.world(), "history");
    assert.match(stdout, /^-\s+interrupted\s+\+1 ~1\s+-\s+2\d{3}-.*ci@runner-7\s+3f9a2c1d0b7e$/m);
    assert.match(stderr, /^next: panka apply -e dev goes on from where the last one was cut off$/m);

    await place.deploy(3, {});
    const [newest, ...rest] = await told(place) as unknown[][];
    assert.equal(newest![0], 4);
    assert.deepEqual(rest, [[3, ...INTERRUPTED], ...before]);
    const shown = await runIn(place.world(), "history");
    assert.match(shown.stdout, /^3\s+interrupted\s+\+1 ~1\s+-/m);
    const diff = await runIn(place.world(), "diff", "3", "4", "-o", "json");
    // deno-lint-ignore no-explicit-any -- as above
    assert.deepEqual(JSON.parse(diff.stdout).deployments.map((one: any) => one.version), [4, 3]);
  },
);

recordedTest("history --html shows a run that was cut off", async (place) => {
  await place.deployTwice();
  await (await begun(place)).release();
  const world = place.world();
  assert.equal((await runIn(world, "history", "--html", "history.html")).code, 0);
  const page = new TextDecoder().decode(world.files.read("history.html"));
  assert.match(page, /<th scope="row">-<\/th>\s*<td class="delete">. interrupted<\/td>/);
});

recordedTest(
  "history tells of a run whose lock nobody took over, once it seems dead",
  async (place) => {
    await place.deployTwice();
    const session = await begun(place);
    const world = place.world();
    const { wall } = world.clock;
    Object.assign(world, { clock: { ...world.clock, wall: () => wall() + 120_000 } });
    const { stdout } = await runIn(world, "history", "--limit", "1", "-o", "json");
    assert.equal(JSON.parse(stdout).deployments[0].id, RUN);
    await session.release();
  },
);
