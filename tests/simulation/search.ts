import type { Bug } from "./bugs.ts";
import { type Outcome, play } from "./schedule.ts";

export interface Found {
  seed: number;
  outcome: Outcome;
}

/** Plays the schedules of these seeds until one fails; undefined when none does. */
export async function search(
  first: number,
  count: number,
  bug?: Bug,
  onPlayed: (outcome: Outcome) => void = () => {},
): Promise<Found | undefined> {
  const limit = Error.stackTraceLimit;
  // Thousands of errors are made on purpose; nobody looks where.
  Error.stackTraceLimit = 0;
  try {
    for (let seed = first; seed < first + count; seed++) {
      const outcome = await play(seed, { bug });
      onPlayed(outcome);
      if (outcome.violations.length > 0) return { seed, outcome };
    }
  } finally {
    Error.stackTraceLimit = limit;
  }
}
