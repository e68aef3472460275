import type { Clock, Random } from "../../src/ports/clock.ts";
import { TIMES } from "./times.ts";
import { generator } from "./choices.ts";
import type { Simulation } from "./simulation.ts";

const EPOCH = 1_700_000_000_000;

/** One machine with one process: its own two clocks, its pauses, its death. */
export class Process implements Clock, Random {
  alive = true;
  pausedUntil = 0;
  /** Its clocks were set back or stood still: what they say of a lease proves nothing. */
  odd = false;
  /** A copy of one of its requests is on its way, and nobody can call it back. */
  doubled = false;
  #skew = 0;
  #stoodStill = 0;
  #speed = 1;
  readonly #fraction: () => number;

  constructor(private readonly simulation: Simulation, readonly name: string, index: number) {
    this.#fraction = generator(simulation.choices.seed * 31 + index);
    const { choices, faults } = simulation;
    if (faults.clocks) {
      this.#skew = signed(choices.pick(1000)) * 1.5 * TIMES.leaseMs;
      this.#speed = 1 + signed(choices.pick(1000)) * 0.02;
    }
  }

  wall(): number {
    return EPOCH + this.simulation.now + this.#skew;
  }

  monotonic(): number {
    return this.simulation.now * this.#speed - this.#stoodStill;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      let over = false;
      this.deliver(this.simulation.now + ms / this.#speed, () => {
        over = true;
        resolve();
      }, () => over);
      signal?.addEventListener("abort", () => {
        if (over) return;
        over = true;
        reject(signal.reason);
      });
    });
  }

  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let index = 0; index < length; index++) bytes[index] = this.#fraction() * 256;
    return bytes;
  }

  fraction(): number {
    return this.#fraction();
  }

  /** Runs `action` in this process at a time, later if it is paused then, never if it is dead. */
  deliver(at: number, action: () => void, cancelled: () => boolean = () => false): void {
    const { queue } = this.simulation;
    queue.add(at, () => {
      if (!this.alive || cancelled()) return;
      if (this.pausedUntil <= this.simulation.now) this.#mayFail();
      if (!this.alive) return;
      if (this.pausedUntil > this.simulation.now) this.deliver(this.pausedUntil, action, cancelled);
      else action();
    });
  }

  /** What can happen to a process between any two steps. */
  #mayFail(): void {
    const { choices, faults } = this.simulation;
    if (!this.simulation.mayFault(faults.processes)) return;
    const length = (0.5 + choices.pick(100) / 40) * TIMES.leaseMs;
    switch (choices.pick(4)) {
      case 0:
        this.simulation.note(`${this.name} is paused for ${Math.round(length)} ms`);
        this.pausedUntil = this.simulation.now + length;
        break;
      case 1:
        this.simulation.note(`${this.name} dies`);
        this.alive = false;
        break;
      case 2:
        this.simulation.note(`${this.name} is suspended for ${Math.round(length)} ms`);
        this.pausedUntil = this.simulation.now + length;
        this.#stoodStill += length;
        break;
      case 3: {
        const step = signed(choices.pick(1000)) * 1.5 * TIMES.leaseMs;
        this.simulation.note(`${this.name}'s wall clock is set by ${Math.round(step)} ms`);
        this.#skew += step;
        this.odd = true;
      }
    }
  }
}

/** 0 … 999 as 0, then -1 … 1 in turn, so that small choices are small. */
function signed(choice: number): number {
  return (choice % 2 === 0 ? 1 : -1) * choice / 1000;
}
