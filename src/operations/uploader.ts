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

  private async drain(): Promise<void> {
    try {
      while (this.dirty && !this.failed) {
        this.dirty = false;
        const began = this.clock.monotonic();
        await this.commit();
        await this.rest(this.clock.monotonic() - began);
      }
    } catch {
      this.failed = true;
      this.onFailure();
    } finally {
      this.running = undefined;
    }
  }

  private async rest(took: number): Promise<void> {
    const { signal } = this.closing;
    const rest = this.clock.sleep(Math.min(REST * took, LONGEST_REST_MS), signal);
    // Cut short by the end of the run.
    await rest.catch(() => {});
  }

  /** Waits for the upload that is under way, and starts no other. */
  async close(): Promise<void> {
    this.dirty = false;
    this.closing.abort();
    await this.running;
  }
}
