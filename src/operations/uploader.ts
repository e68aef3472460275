/**
 * Commits the newest checkpoint while the engine runs: one upload at a time, and never
 * an old one after a newer one. After a failure there are no more uploads: the commit at the end of
 * the run, which holds all of it, is the next try.
 */
export class Uploader {
  private dirty = false;
  private running: Promise<void> | undefined;
  private failed = false;

  /**
   * @param commit reads the newest checkpoint and makes it durable
   * @param onFailure called once, when a commit was rejected
   */
  constructor(
    private readonly commit: () => Promise<void>,
    private readonly onFailure: () => void,
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
        await this.commit();
      }
    } catch {
      this.failed = true;
      this.onFailure();
    } finally {
      this.running = undefined;
    }
  }

  /** Waits for the upload that is under way, and starts no other. */
  async close(): Promise<void> {
    this.dirty = false;
    await this.running;
  }
}
