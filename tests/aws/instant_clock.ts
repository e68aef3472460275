import type { Clock } from "../../src/ports/clock.ts";

/** Sleeps of these lengths are time limits for an answer, and not waits between tries. */
export const LIMITS_MS = [5_000, 30_000];

/** Time that jumps: waits end at once and are noted; time limits are reached only by {@link InstantClock.reachLimits}. */
export class InstantClock implements Clock {
  /** Milliseconds of each wait, in order. */
  readonly waits: number[] = [];
  #now: number;
  readonly #limits = new Set<() => void>();

  /** @param isLimit tells by its milliseconds whether a sleep is a time limit */
  constructor(
    start = Date.UTC(2026, 0, 2, 3, 4, 5),
    private readonly isLimit = (ms: number) => LIMITS_MS.includes(ms),
  ) {
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
    if (!this.isLimit(ms)) {
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
