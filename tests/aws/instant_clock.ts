import type { Clock } from "../../src/ports/clock.ts";

/** A sleep this long or longer is a time limit for an answer, and not a wait between tries. */
const LIMIT_MS = 30_000;

/** Time that jumps: waits end at once and are noted; time limits are reached only by {@link InstantClock.reachLimits}. */
export class InstantClock implements Clock {
  /** Milliseconds of each wait, in order. */
  readonly waits: number[] = [];
  #now: number;
  readonly #limits = new Set<() => void>();

  constructor(start = Date.UTC(2026, 0, 2, 3, 4, 5)) {
    this.#now = start;
  }

  wall(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (ms < LIMIT_MS) {
      this.waits.push(ms);
      this.#now += ms;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      this.#limits.add(resolve);
      signal?.addEventListener("abort", () => {
        this.#limits.delete(resolve);
        reject(signal.reason);
      }, { once: true });
    });
  }

  advance(ms: number): void {
    this.#now += ms;
  }

  /** Ends all time limits that are being waited for. */
  reachLimits(): void {
    for (const reach of this.#limits) reach();
    this.#limits.clear();
  }
}
