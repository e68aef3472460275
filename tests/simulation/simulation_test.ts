import assert from "node:assert/strict";
import { BUGS } from "./bugs.ts";
import { play } from "./schedule.ts";
import { search } from "./search.ts";
import { report, shrink } from "./shrink.ts";

/** `PANKA_SIM_SEED` plays other schedules than the usual ones. */
const FIRST = Number(Deno.env.get("PANKA_SIM_SEED") ?? 1);

Deno.test("locks and state keep every update when 10,000 schedules of faults are played", async () => {
  let versions = 0;
  let acknowledged = 0;
  const found = await search(FIRST, 10_000, undefined, (outcome) => {
    versions += outcome.versions;
    acknowledged += outcome.acknowledged;
  });
  if (found) assert.fail(report(found.seed, await shrink(found.seed, found.outcome)));
  // Schedules in which nobody gets anything done would prove nothing.
  assert.ok(
    versions > 50_000 && acknowledged > 25_000,
    `${versions} versions, ${acknowledged} updates`,
  );
});

Deno.test("play() does the same when it is given the same seed, and when its choices are replayed", async () => {
  for (let seed = FIRST; seed < FIRST + 20; seed++) {
    const first = await play(seed, { verbose: true });
    assert.deepEqual((await play(seed, { verbose: true })).log, first.log);
    assert.deepEqual((await play(seed, { verbose: true, script: first.choices })).log, first.log);
  }
});

for (const [name, bug] of Object.entries(BUGS)) {
  Deno.test(`the simulation finds it when ${name}`, async () => {
    const found = await search(1, 5000, bug);
    assert.ok(found, "not found in 5000 schedules");
    const shrunk = await shrink(found.seed, found.outcome, bug, 120);
    assert.ok(shrunk.violations.length > 0);
    assert.ok(shrunk.choices.length <= found.outcome.choices.length);
    assert.match(report(found.seed, shrunk), /^seed \d+, \d+ choices:\n[\s\S]*=> /);
  });
}
