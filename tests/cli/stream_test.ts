import assert from "node:assert/strict";
import fc from "fast-check";
import type { Clock } from "../../src/ports/clock.ts";
import { changedShape, filesOf, randomShape } from "../operations/shape.ts";
import { Seeded } from "../random.ts";
import { DeployPlace, deployTest, exits } from "./deploy_place.ts";
import { assertStream } from "./stream_laws.ts";
import { runIn, testWorld } from "./test_world.ts";

/** Something that happens as soon as a run has printed so many lines. */
const strike = fc.record({
  after: fc.nat({ max: 60 }),
  what: fc.constantFrom("interrupt", "interrupt", "interrupt", "unlock", "break store"),
});
const step = fc.record({
  verb: fc.constantFrom("apply", "apply", "apply", "rehearse", "destroy", "rollback"),
  /** Of the component that fails, among all that there are; each 3 more is another operation. */
  faults: fc.array(fc.nat({ max: 40 }), { maxLength: 2 }),
  strikes: fc.array(strike, { maxLength: 2 }),
  more: fc.constantFrom(
    [],
    [],
    [],
    [],
    [],
    [],
    ["--no-rollback"],
    ["--bogus"],
    ["--to", "7"],
    ["--parallelism", "1"],
  ),
  approved: fc.nat({ max: 5 }).map((n) =>
    n ? ["--yes", "--allow-data-loss", "all"] : ["--no-input"]
  ),
  /** Whether the stack is described otherwise first. */
  edits: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** What is waited for between tries to reach a broken store passes quickly. */
function fast({ wall, monotonic, sleep }: Clock): Clock {
  const began = wall();
  return {
    wall: () => began + 50 * (wall() - began),
    monotonic: () => 50 * monotonic(),
    sleep: (ms, signal) => sleep(ms / 50, signal),
  };
}

async function play(place: DeployPlace, ids: readonly string[], one: Step): Promise<string> {
  const world = place.world();
  world.clock = fast(world.clock);
  let listener = () => {};
  world.onInterrupt = (given) => {
    listener = given;
    return () => listener = () => {};
  };
  const beside: Promise<unknown>[] = [];
  let broken = false;
  const happen = (what: string) => {
    if (what === "interrupt") return listener();
    const line = [
      "unlock",
      place.folder,
      "-e",
      "dev",
      "--sandbox",
      "--reason",
      "test",
      "--no-input",
    ];
    if (what === "unlock") return beside.push(runIn(place.world(), ...line));
    if (broken || !place.exists(".panka")) return;
    broken = true;
    Deno.renameSync(`${place.folder}/.panka`, `${place.folder}/away`);
    Deno.writeTextFileSync(`${place.folder}/.panka`, "");
  };
  let printed = 0;
  const { stdout } = world;
  world.stdout = (text) => {
    stdout(text);
    printed += text.split("\n").length - 1;
    for (const strike of one.strikes.filter(({ after }) => after === printed)) happen(strike.what);
  };
  const faults = one.faults.map((n) =>
    `--sandbox-fail=${ids[n % ids.length]}:${["create", "update", "delete"][n % 3]}`
  );
  const approved = one.verb === "rehearse" ? one.approved.slice(1) : one.approved;
  const ran = await place.runIn(
    world,
    ...[one.verb, place.folder, "-e", "dev", "--sandbox", "-o", "json"],
    ...[...approved, ...faults, ...one.more],
  );
  await Promise.all(beside);
  if (broken) {
    Deno.removeSync(`${place.folder}/.panka`);
    Deno.renameSync(`${place.folder}/away`, `${place.folder}/.panka`);
  }
  return assertStream(one.verb, ran.stdout, ran.code);
}

Deno.test("runs for machines keep the laws of their lines, however they end", async () => {
  const outcomes: Record<string, number> = {};
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.array(step, { minLength: 1, maxLength: 4 }),
      async (seed, steps) => {
        const random = new Seeded(seed);
        let shape = randomShape(random, 6);
        const place = await DeployPlace.open();
        try {
          place.remove("services");
          for (const one of steps) {
            if (one.edits) shape = changedShape(random, shape);
            for (const [path, text] of Object.entries(filesOf(shape))) place.write(path, text);
            const ids = shape.parts.map(({ id }) => id);
            const outcome = await play(place, ids.length ? ids : ["api/none"], one);
            outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
          }
        } finally {
          await place.close();
        }
      },
    ),
    { seed: Number(Deno.env.get("SEED") ?? 1), numRuns: Number(Deno.env.get("RUNS") ?? 60) },
  );
  console.log(JSON.stringify(outcomes));
  for (const outcome of ["succeeded", "unchanged", "cancelled", "rolled-back", "failed"]) {
    assert.ok(outcomes[outcome], `no run ended ${outcome}`);
  }
});

Deno.test("a run for machines that is refused before it starts ends with a summary as well", async () => {
  const broken = { files: { "stack.yaml": "kind: Stack\n" } };
  for (const verb of ["apply", "destroy", "rollback", "rehearse"]) {
    for (const more of [[], ["--bogus"], ["--config", "none.yaml"]]) {
      const { code, stdout } = await runIn(testWorld(broken), verb, ...more, "-o", "json");
      assert.equal(assertStream(verb, stdout, code), "failed");
    }
  }
});

deployTest("a run hears Ctrl-C from the moment on that it shows something", async (place) => {
  const world = Object.assign(place.world(), {
    terminal: { stdin: false, stdout: true, stderr: true },
  });
  const listeners = new Set<() => void>();
  const pressed = Promise.withResolvers<undefined>();
  // git is asked who deploys what.
  world.run = () => pressed.promise;
  const press = () => {
    listeners.forEach((heard) => heard());
    pressed.resolve(undefined);
  };
  world.onInterrupt = (listener) => {
    if (listeners.size === 0) setTimeout(press);
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  exits(await place.runIn(world, "apply", place.folder, "-e", "dev", "--yes"), 8);
  assert.deepEqual((await place.panka("history")).code, 1, "nothing was done");
});
