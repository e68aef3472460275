import type { Bug } from "./bugs.ts";
import { type Outcome, play } from "./schedule.ts";

/**
 * The simplest schedule found that still fails: shorter lists of choices first, then smaller
 * choices.
 *
 * @param attempts how many schedules may be played for it
 */
export async function shrink(
  seed: number,
  failing: Outcome,
  bug?: Bug,
  attempts = 400,
): Promise<Outcome> {
  let best = failing;
  let left = attempts;
  const attempt = async (script: number[]): Promise<boolean> => {
    if (left-- <= 0) return false;
    const outcome = await play(seed, { script, bug });
    if (outcome.violations.length === 0) return false;
    // Choices past the end are 0 anyway.
    const last = outcome.choices.findLastIndex((choice) => choice > 0);
    best = { ...outcome, choices: outcome.choices.slice(0, last + 1) };
    return true;
  };
  for (let size = best.choices.length; size >= 1 && left > 0; size = Math.floor(size / 2)) {
    for (let at = 0; at < best.choices.length && left > 0;) {
      const { choices } = best;
      const head = choices.slice(0, at);
      const tail = choices.slice(at + size);
      const zeros = new Array<number>(Math.min(size, choices.length - at)).fill(0);
      if (await attempt([...head, ...tail])) continue;
      if (
        choices.slice(at, at + size).some((choice) => choice > 0) &&
        await attempt([...head, ...zeros, ...tail])
      ) {
        at += size;
        continue;
      }
      at += size;
    }
  }
  return {
    ...await play(seed, { script: best.choices, bug, verbose: true }),
    choices: best.choices,
  };
}

/** A failing schedule for people, and how to play it again. */
export function report(seed: number, outcome: Outcome): string {
  return [
    `seed ${seed}, ${outcome.choices.length} choices:`,
    ...outcome.log,
    ...outcome.violations.map((violation) => `  => ${violation}`),
  ].join("\n");
}
