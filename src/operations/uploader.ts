/**
 * Commits the newest checkpoint while the engine runs: one upload at a time, and never
 * an old one after a newer one. Failures wait for {@link close}.
 */
export class Uploader {
  private dirty = false;
  private running: Promise<void> | undefined;
  private failure: unknown;

  /** @param commit reads the newest checkpoint and makes it durable */
  constructor(private readonly commit: () => Promise<void>) {}

  /** There is something new. */
  touch(): void {
    this.dirty = true;
    this.running ??= this.drain();
  }

  private async drain(): Promise<void> {
    try {
      while (this.dirty && this.failure === undefined) {
        this.dirty = false;
        await this.commit();
      }
    } catch (error) {
      this.failure = error;
    } finally {
      this.running = undefined;
    }
  }

  /** Waits for the upload that is under way. @throws what made one fail */
  async close(): Promise<void> {
    this.dirty = false;
    await this.running;
    if (this.failure !== undefined) throw this.failure;
  }
}
