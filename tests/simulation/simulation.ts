import type { Choices } from "./choices.ts";
import { Process } from "./process.ts";
import { Queue } from "./queue.ts";

/** Which faults this schedule has: how likely each is at each step, in thousandths. */
export interface Faults {
  /** Pause, death, suspend, a wall clock that is set. */
  processes: number;
  /** Lost request, lost answer, late arrival, duplicate, 409, 503. */
  requests: number;
  /** Answers that take up to a lease and a half. */
  slow: number;
  clocks: boolean;
  /** The whole lock table is gone, or its free items. */
  table: boolean;
  human: boolean;
}

/** Virtual time, and the order in which things happen in it. */
export class Simulation {
  now = 0;
  readonly queue = new Queue();
  readonly log: string[] = [];
  readonly faults: Faults;
  /** Faults that may still happen. */
  budget: number;
  #processes = 0;

  constructor(readonly choices: Choices, private readonly verbose: boolean) {
    const mask = choices.pick(64);
    this.faults = {
      processes: mask & 1 ? 25 : 0,
      requests: mask & 2 ? 60 : 0,
      slow: mask & 4 ? 30 : 0,
      clocks: (mask & 8) > 0,
      table: (mask & 16) > 0,
      human: (mask & 32) > 0,
    };
    this.budget = 1 + choices.pick(8);
  }

  process(name: string): Process {
    return new Process(this, name, this.#processes++);
  }

  mayFault(thousandths: number): boolean {
    if (thousandths === 0 || this.budget <= 0 || !this.choices.chance(thousandths)) return false;
    this.budget--;
    return true;
  }

  /** From here on everything works and is quick. */
  calm(): void {
    Object.assign(this.faults, {
      processes: 0,
      requests: 0,
      slow: 0,
      clocks: false,
      table: false,
      human: false,
    });
  }

  note(line: string): void {
    if (this.verbose) this.log.push(`${(this.now / 1000).toFixed(3).padStart(9)} s  ${line}`);
  }

  /** Lets everything happen until nothing is left to happen. */
  async run(limit = 20_000): Promise<void> {
    await this.#settle(200);
    for (let steps = 0; steps < limit; steps++) {
      const entry = this.queue.take();
      if (!entry) {
        await this.#settle(2000);
        if (this.queue.size === 0) return;
        continue;
      }
      this.now = Math.max(this.now, entry.at);
      entry.run();
      await this.#settle(14);
    }
    throw new Error(`Nothing came to an end in ${limit} steps`);
  }

  /**
   * Lets the code that was set off go on. The order of microtasks is fixed, so this is the same in
   * each replay.
   */
  async #settle(hops: number): Promise<void> {
    for (let hop = 0; hop < hops; hop++) await null;
  }
}
