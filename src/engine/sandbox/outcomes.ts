import type { Fault } from "./faults.ts";

/** How long every operation on what it names takes, in milliseconds of AWS's time. */
export interface Duration {
  /** A component, or the key of one of its resources. */
  component: string;
  effect: "takes";
  milliseconds: number;
}

/** What was set to happen in the sandbox, until it is set otherwise. */
export type Outcome = Fault | Duration;

/** Adds an outcome, in place of what was set of the same thing before. */
export function withOutcome(outcomes: readonly Outcome[], outcome: Outcome): Outcome[] {
  const sets = (one: Outcome) =>
    one.effect === "takes" ? "time" : `end ${"operation" in one ? one.operation : "any"}`;
  return [
    ...outcomes.filter((one) => one.component !== outcome.component || sets(one) !== sets(outcome)),
    outcome,
  ];
}

/** How a person writes an outcome: "fail:create", "unhealthy", "takes=90s". */
export function outcomeText(outcome: Outcome): string {
  if (outcome.effect === "takes") return `takes=${outcome.milliseconds / 1000}s`;
  const { effect, operation } = outcome;
  if (operation === "health") return "unhealthy";
  return operation === undefined ? effect : `${effect}:${operation}`;
}

/** The outcomes in the text of their file. Throws when it is none. */
export function parseOutcomes(text: string | undefined): Outcome[] {
  if (text === undefined) return [];
  const { version, outcomes }: { version: number; outcomes: Outcome[] } = JSON.parse(text);
  if (version !== 1) {
    throw new Error(`the sandbox's outcomes have version ${version}; this panka reads 1`);
  }
  return outcomes;
}

export const printOutcomes = (outcomes: readonly Outcome[]): string =>
  JSON.stringify({ version: 1, outcomes }, null, 2) + "\n";
