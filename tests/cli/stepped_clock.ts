import type { Clock } from "../../src/ports/clock.ts";

/** Time that passes only when told to; who sleeps is woken in order. */
export class SteppedClock implements Clock {
  #now = 0;
  #sleepers: { at: number; wake: () => void }[] = [];

  wall = () => Date.UTC(2026, 0, 2, 3, 4, 5) + this.#now;
  monotonic = () => this.#now;

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const sleeper = { at: this.#now + ms, wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener("abort", () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        reject(signal.reason);
      }, { once: true });
    });
  }

  /** Lets `ms` pass; everyone whose sleep ends meanwhile does what they then do. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    while (true) {
      this.#sleepers.sort((a, b) => a.at - b.at);
      const next = this.#sleepers[0];
      if (!next || next.at > end) break;
      this.#sleepers.shift();
      this.#now = Math.max(this.#now, next.at);
      next.wake();
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    }
    this.#now = end;
  }
}
