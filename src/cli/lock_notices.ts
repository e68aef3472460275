import type { LockEvent } from "../lock/events.ts";
import type { Context } from "./command.ts";
import { holderName, lockName } from "./view/lock.ts";
import { duration } from "./view/style.ts";
import { type WaitingEvent, waitingText } from "./view/waiting.ts";

/** Off a terminal a line this often, so that a log shows life and stays short. */
const LINE_EVERY_MS = 10_000;
const TICK_MS = 1_000;
const CLEAR = "\r\x1b[K";

/** Says on stderr what people should know of a lock: whom it waits for, counting down, and when something is wrong. */
export class LockNotices {
  readonly #inPlace: boolean;
  #last?: { event: WaitingEvent; at: number };
  #ticking?: AbortController;

  /** @param release how to take a lock away by hand, from its fence and key, where that can be done */
  constructor(
    private readonly context: Context,
    private readonly release: (fence: number, key: string) => string | undefined,
  ) {
    const { world } = context;
    this.#inPlace = world.terminal.stderr && world.env("TERM") !== "dumb";
  }

  take(event: LockEvent): void {
    if (event.type === "lock-waiting") {
      this.#last = { event, at: this.context.world.clock.monotonic() };
      if (this.#ticking) return;
      this.#ticking = new AbortController();
      void this.#tick(this.#ticking.signal);
      return;
    }
    const said = this.#say(event);
    if (said === undefined) return;
    this.stop();
    if (said) this.context.out.note(said);
  }

  /** Waiting is over; its line goes. */
  stop(): void {
    if (!this.#ticking) return;
    this.#ticking.abort();
    this.#ticking = undefined;
    if (this.#inPlace) this.context.world.stderr(CLEAR);
  }

  async #tick(signal: AbortSignal): Promise<void> {
    const { world, out } = this.context;
    while (!signal.aborted) {
      const { event, at } = this.#last!;
      const columns = out.columns - (this.#inPlace ? 1 : 0);
      const sinceMs = world.clock.monotonic() - at;
      const text = waitingText(event, sinceMs, world.clock.wall(), columns);
      if (this.#inPlace) world.stderr(CLEAR + out.errorColors.dim(text));
      else out.note(text);
      const pause = this.#inPlace ? TICK_MS : LINE_EVERY_MS;
      await world.clock.sleep(pause, signal).catch(() => {});
    }
  }

  /** What to say of an event; undefined: nothing, and it does not end the waiting. */
  #say(event: LockEvent): string | undefined {
    switch (event.type) {
      case "lock-acquired":
        return "";
      case "lock-taken-over":
        return `took over ${lockName(event.key)} from ${holderName(event.from)}, who was silent`;
      case "lock-settling":
        return `the lock's past is lost and work was in flight; its holder gets ${
          duration(event.waitMs / 1000)
        } to end`;
      case "lock-heartbeat-missed":
        return `a heartbeat of ${lockName(event.key)} was not answered (${event.why}); ${
          duration(event.remainingMs / 1000)
        } of the lock are left`;
      case "lock-ending":
        return `the lock ${lockName(event.key)} can't be renewed and ends in ${
          duration(event.remainingMs / 1000)
        }: nothing new is started`;
      case "lock-release-failed": {
        const now = this.release(event.fence, event.key);
        return `the lock ${lockName(event.key)} could not be given back (${event.why}); ` +
          `it ends by itself in about a minute${now ? `, or now: ${now}` : ""}`;
      }
      default:
        return undefined;
    }
  }
}
