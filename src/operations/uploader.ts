import type { Clock } from "../ports/clock.ts";

/**
 * A commit is followed by a rest so many times as long, so that the engine has the machine; but what another machine
 * would not know of stays little.
 */
const REST = 9;
const LONGEST_REST_MS = 250;

/**
 * Commits the newest checkpoint while the engine runs: one upload at a time, and never
 * an old one after a newer one. After a failure there are no more uploads: the commit at the end of
 * the run, which holds all of it, is the next try.
 */
export class Uploader {
  private dirty = false;
  private running: Promise<void> | undefined;
  private failed = false;
  private readonly closing = new AbortController();
  private resting = new AbortController();
  private waiting: (() => void)[] = [];

  /**
   * @param commit reads the newest checkpoint and makes it durable
   * @param onFailure called once, when a commit was rejected
   */
  constructor(
    private readonly commit: () => Promise<void>,
    private readonly onFailure: () => void,
    private readonly clock: Clock,
  ) {}

  /** There is something new. */
  touch(): void {
    this.dirty = true;
    this.running ??= this.drain();
  }

  /** There is something new that must not get lost: done when it is durable, or when there are no more uploads. */
  async settle(): Promise<void> {
    if (this.failed || this.closing.signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.waiting.push(resolve);
    this.touch();
    this.resting.abort();
    await promise;
  }

  private async drain(): Promise<void> {
    let served: (() => void)[] = [];
    const answer = () => served.splice(0).forEach((done) => done());
    try {
      while (this.dirty && !this.failed) {
        this.dirty = false;
        served = this.waiting.splice(0);
        const began = this.clock.monotonic();
        await this.commit();
        answer();
        if (this.waiting.length === 0) await this.rest(this.clock.monotonic() - began);
      }
    } catch {
      this.failed = true;
      this.onFailure();
    } finally {
      this.running = undefined;
      answer();
      this.waiting.splice(0).forEach((done) => done());
    }
  }

  private async rest(took: number): Promise<void> {
    this.resting = new AbortController();
    const signal = AbortSignal.any([this.closing.signal, this.resting.signal]);
    const rest = this.clock.sleep(Math.min(REST * took, LONGEST_REST_MS), signal);
    // Cut short by the end of the run, or by what must not wait.
    await rest.catch(() => {});
  }

  /** Waits for the upload that is under way, and starts no other. */
  async close(): Promise<void> {
    this.dirty = false;
    this.closing.abort();
    await this.running;
  }
}
