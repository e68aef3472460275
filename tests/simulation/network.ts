import { TIMES } from "./times.ts";
import { StoreUnavailable, UnknownOutcome, WriteConflict } from "../../src/state/store.ts";
import type { Process } from "./process.ts";
import type { Simulation } from "./simulation.ts";

/** How long a client waits for an answer. */
const TIMEOUT_MS = 10_000;

export type Kind = "read" | "write" | "put";

/**
 * One request from a process to a server and back: takes time, and may go wrong in all the ways
 * there are.
 *
 * @param act what the server does when the request arrives
 */
export function send<T>(
  simulation: Simulation,
  process: Process,
  label: string,
  kind: Kind,
  act: () => Promise<T>,
): Promise<T> {
  const { choices, faults } = simulation;
  const there = latency(simulation);
  const back = latency(simulation);
  return new Promise<T>((resolve, reject) => {
    const start = simulation.now;
    const fail = (error: Error, at: number) => process.deliver(at, () => reject(error));
    const unknown = () => fail(unanswered(label, kind), start + TIMEOUT_MS);
    const arrive = (at: number, answered: boolean) =>
      simulation.queue.add(at, () => {
        simulation.note(`${process.name}: ${label}`);
        const outcome = act();
        if (!answered) return void outcome.catch(() => {});
        const receive = (settle: () => void) => {
          if (simulation.now + back > start + TIMEOUT_MS) unknown();
          else process.deliver(simulation.now + back, settle);
        };
        outcome.then((value) => receive(() => resolve(value)), (error) =>
          receive(() => reject(error)));
      });
    if (there > TIMEOUT_MS) {
      simulation.note(`${process.name}: ${label} arrives late`);
      unknown();
      return arrive(start + there, false);
    }
    if (!simulation.mayFault(faults.requests)) return arrive(start + there, true);
    const fault = choices.pick(kind === "put" ? 6 : kind === "write" ? 5 : 2);
    simulation.note(`${process.name}: ${label} ${FAULTS[fault]}`);
    switch (fault) {
      case 0:
        return fail(new StoreUnavailable("503"), start + there + back);
      case 1:
        return unknown();
      case 2:
        arrive(start + there, false);
        return unknown();
      case 3:
        process.doubled = true;
        arrive(start + there, true);
        return arrive(start + there + delay(simulation), false);
      case 4:
        arrive(start + TIMEOUT_MS + delay(simulation), false);
        return unknown();
      case 5:
        return fail(new WriteConflict("409"), start + there + back);
    }
  });
}

const FAULTS = [
  "gets a 503",
  "never arrives",
  "loses its answer",
  "arrives twice",
  "arrives after its timeout",
  "gets a 409",
];

function unanswered(label: string, kind: Kind): Error {
  return kind === "read"
    ? new StoreUnavailable(`${label} timed out`)
    : new UnknownOutcome(`${label} timed out`);
}

function latency({ choices, faults }: Simulation): number {
  const choice = choices.pick(1000);
  if (choice < 1000 - faults.slow) return 1 + choice / 20;
  return Math.max(100, (choices.pick(1000) / 1000) ** 3 * 1.5 * TIMES.leaseMs);
}

function delay({ choices }: Simulation): number {
  return 1 + (choices.pick(1000) / 1000) ** 2 * 2 * TIMES.leaseMs;
}
