import assert from "node:assert/strict";
import type { Backend } from "./backend.ts";
import { Racer } from "./racer.ts";

/**
 * Real processes ask for one lock at the same moment, round after round: each round has one winner,
 * whom all others name, and fences grow by one.
 *
 * @returns how many of the processes won at least once
 */
export async function raceForLock(
  backend: Backend,
  processes: number,
  rounds: number,
): Promise<number> {
  const racers = Array.from(
    { length: processes },
    (_, index) => new Racer("contender.ts", backend, `p${index}`),
  );
  const everWon = new Set<string>();
  try {
    await Promise.all(racers.map((racer) => racer.hear()));
    for (let round = 1; round <= rounds; round++) {
      const answers = await Promise.all(
        racers.map((racer) => racer.ask<{ fence?: number; heldBy?: string }>("try")),
      );
      const winners = racers.filter((_, index) => answers[index]!.fence !== undefined);
      assert.equal(winners.length, 1, `round ${round}: ${JSON.stringify(answers)}`);
      const [winner] = winners;
      for (const { fence, heldBy } of answers) {
        if (fence === undefined) assert.equal(heldBy, winner!.name);
        else assert.equal(fence, round);
      }
      everWon.add(winner!.name);
      assert.deepEqual(await winner!.ask("release"), { outcome: "released" });
    }
  } finally {
    racers.forEach((racer) => racer.kill());
    await Promise.all(racers.map((racer) => racer.end()));
  }
  return everWon.size;
}
