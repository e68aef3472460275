import { UnknownOutcome } from "../state/store.ts";
import {
  claim,
  type Claimant,
  type LockWorld,
  type Moment,
  momentOf,
  rfc3339,
} from "./claimant.ts";
import type { LockItem } from "./table.ts";

/** The lock is no longer ours: nothing may be written. */
export class LeaseLost extends Error {
  override name = "LeaseLost";
  constructor(
    readonly key: string,
    readonly reason: "expired" | "taken",
    readonly item?: LockItem,
  ) {
    super(
      reason === "expired"
        ? `The lock "${key}" could not be renewed in time`
        : `The lock "${key}" was taken${
          item?.holder ? ` by ${item.holder.user}@${item.holder.host}` : ""
        }`,
    );
  }
}

/** Ends a sleep early; a reason of its own saves making an exception each time. */
const WOKEN = "woken";

/**
 * A lock that is held. It is renewed in the background until it is released or lost.
 *
 * The lease counts from when the last answered heartbeat was *sent*, and is over when either clock
 * says so: the monotonic one stands still while a laptop sleeps, the wall clock may be set back.
 */
export class Lease {
  #fence: number;
  #rvn: string;
  #sent: Moment;
  #raisingTo?: number;
  #done = false;
  #lost?: LeaseLost;
  #beat?: Promise<void>;
  /** Milliseconds after the last answered heartbeat when the next is due. */
  #due: number;
  #wake = new AbortController();
  readonly #since: Moment;
  readonly #sinceText: string;
  readonly #ending = new AbortController();
  readonly #losing = new AbortController();

  /**
   * @param item as the table has it
   * @param sent when the request that made it ours was sent
   * @param takenOver whether it was taken from a dead holder
   * @param quietSince since when nobody else was seen to hold it, monotonic
   */
  constructor(
    private readonly world: LockWorld,
    private readonly claimant: Claimant,
    item: LockItem,
    sent: Moment,
    readonly takenOver: boolean,
    readonly quietSince: number,
  ) {
    this.key = item.key;
    this.#fence = item.fence;
    this.#rvn = item.rvn ?? "";
    this.lastSerial = item.serial;
    this.#sent = this.#since = sent;
    this.#sinceText = rfc3339(sent.wall);
    this.#due = claimant.times.heartbeatMs;
    this.#renew();
  }

  readonly key: string;
  /** The state's serial when it was last released; undefined when nobody said. */
  readonly lastSerial: number | undefined;

  get fence(): number {
    return this.#fence;
  }

  /** Aborts when nothing new may be started and the engine has to stop. */
  get ending(): AbortSignal {
    return this.#ending.signal;
  }

  /** Aborts, with {@link LeaseLost} as reason, when nothing may be written any more. */
  get lost(): AbortSignal {
    return this.#losing.signal;
  }

  /** Milliseconds until the lease is over if no heartbeat is answered any more. */
  remainingMs(): number {
    return this.#lost ? 0 : Math.max(0, this.claimant.times.leaseMs - this.#elapsed());
  }

  /**
   * Comes before every request that relies on the lock.
   *
   * @throws LeaseLost
   */
  check(): void {
    if (!this.#lost && this.remainingMs() <= 0) this.#lose("expired");
    if (this.#lost) throw this.#lost;
  }

  /**
   * Asks the table whether the lock is still ours: it may have been lost, or unlocked, without our
   * noticing yet.
   *
   * @throws LeaseLost, StoreUnavailable, UnknownOutcome
   */
  async verify(): Promise<void> {
    for (let attempt = 0;; attempt++) {
      this.check();
      try {
        const item = await this.world.table.get(this.key);
        if (!this.#isMine(item)) throw this.#lose("taken", item);
        return;
      } catch (error) {
        if (error instanceof LeaseLost || attempt >= 4) throw error;
        await this.world.clock.sleep(200 * 2 ** attempt * this.world.random.fraction());
      }
    }
  }

  /**
   * Makes sure that the fence is above `fence`.
   *
   * @throws LeaseLost, StoreUnavailable, UnknownOutcome
   */
  async raise(fence: number): Promise<void> {
    const from = this.#fence;
    if (from > fence) return;
    const to = fence + 1;
    this.#raisingTo = to;
    for (let attempt = 0;; attempt++) {
      this.check();
      try {
        const condition = { owner: this.claimant.runId, fence: from };
        const { item } = await this.world.table.update(this.key, condition, { fence: to });
        if (!this.#isMine(item)) throw this.#lose("taken", item);
        break;
      } catch (error) {
        // Sending it again is safe: the condition names the old fence, which is gone once it was
        // raised.
        if (error instanceof LeaseLost || attempt >= 4) throw error;
        await this.world.clock.sleep(200 * 2 ** attempt * this.world.random.fraction());
      }
    }
    this.claimant.onEvent({ type: "lock-fence-raised", key: this.key, from, to });
  }

  /**
   * Gives the lock back and stops renewing it. Never throws: where it fails, the lease ends by
   * itself.
   *
   * @param serial of the state, so that the next holder knows whether it has read the newest
   */
  async release(serial?: number): Promise<"released" | "lost" | "failed"> {
    this.#stop();
    if (this.#lost?.reason === "taken") return "lost";
    let why: unknown;
    for (let attempt = 0; attempt < 3; attempt++) {
      try {
        const item = attempt === 0 || why instanceof UnknownOutcome === false
          ? await this.#giveBack(serial)
          : await this.world.table.get(this.key);
        if (item && item.owner === undefined && item.fence === this.#fence) return this.#released();
        if (!this.#isMine(item)) return "lost";
        why = undefined;
      } catch (error) {
        why = error;
        await this.world.clock.sleep(200 * 2 ** attempt * this.world.random.fraction());
      }
    }
    this.claimant.onEvent({
      type: "lock-release-failed",
      key: this.key,
      fence: this.#fence,
      why: why instanceof Error ? why.message : "not answered",
    });
    return "failed";
  }

  async #giveBack(serial: number | undefined): Promise<LockItem | undefined> {
    const result = await this.world.table.update(
      this.key,
      { owner: this.claimant.runId, fence: this.#fence },
      { owner: null, rvn: null, leaseMs: null, holder: null, serial: serial ?? null },
    );
    return result.item;
  }

  #released(): "released" {
    const heldMs = this.world.clock.monotonic() - this.#since.monotonic;
    this.claimant.onEvent({ type: "lock-released", key: this.key, fence: this.#fence, heldMs });
    return "released";
  }

  async #renew(): Promise<void> {
    const { leaseMs, endingMs } = this.claimant.times;
    while (!this.#done) {
      const elapsed = this.#elapsed();
      if (elapsed >= leaseMs) return void this.#lose("expired");
      if (elapsed >= leaseMs - endingMs && !this.ending.aborted) this.#end();
      if (!this.#beat && elapsed >= this.#due) {
        this.#beat = this.#heartbeat().finally(() => (this.#beat = undefined));
      }
      const next = this.ending.aborted ? leaseMs : leaseMs - endingMs;
      this.#wake = new AbortController();
      const sleep = this.world.clock.sleep(
        Math.max(1, Math.min(next, this.#beat ? next : this.#due) - elapsed),
        this.#wake.signal,
      ).catch(() => {});
      await (this.#beat ? Promise.race([this.#beat, sleep]) : sleep);
      this.#wake.abort(WOKEN);
    }
  }

  async #heartbeat(): Promise<void> {
    const { clock, table } = this.world;
    const sent = momentOf(clock);
    const update = claim(this.world, this.claimant, this.#sinceText);
    // The old rvn is part of the condition, so that a copy of an old heartbeat that arrives late
    // changes nothing.
    const condition = { owner: this.claimant.runId, fence: this.#fence, rvn: this.#rvn };
    try {
      const result = await table.update(this.key, condition, update);
      if (this.#done) return;
      if (result.ok) {
        this.#rvn = result.item.rvn ?? "";
        this.#sent = sent;
        this.#due = this.claimant.times.heartbeatMs;
        const tookMs = clock.monotonic() - sent.monotonic;
        this.claimant.onEvent({ type: "lock-heartbeat", key: this.key, tookMs });
      } else if (this.#isMine(result.item)) {
        this.#rvn = result.item?.rvn ?? "";
        this.#due = 0;
      } else {
        this.#lose("taken", result.item);
      }
    } catch (error) {
      if (this.#done) return;
      this.#due = this.#elapsed() + this.claimant.times.heartbeatMs / 4;
      const why = error instanceof Error ? error.message : String(error);
      const remainingMs = this.remainingMs();
      this.claimant.onEvent({ type: "lock-heartbeat-missed", key: this.key, why, remainingMs });
    }
  }

  #isMine(item: LockItem | undefined): boolean {
    if (item?.owner !== this.claimant.runId) return false;
    if (item.fence === this.#raisingTo) this.#fence = item.fence;
    return item.fence === this.#fence;
  }

  #elapsed(): number {
    const { monotonic, wall } = momentOf(this.world.clock);
    return Math.max(monotonic - this.#sent.monotonic, wall - this.#sent.wall);
  }

  #end(): void {
    this.claimant.onEvent({ type: "lock-ending", key: this.key, remainingMs: this.remainingMs() });
    this.#ending.abort(new Error(`The lock "${this.key}" is about to end`));
  }

  #lose(reason: "expired" | "taken", item?: LockItem): LeaseLost {
    if (this.#lost) return this.#lost;
    this.#lost = new LeaseLost(this.key, reason, item);
    this.#stop();
    this.claimant.onEvent({ type: "lock-lost", key: this.key, fence: this.#fence, reason, item });
    this.#ending.abort(this.#lost);
    this.#losing.abort(this.#lost);
    return this.#lost;
  }

  #stop(): void {
    this.#done = true;
    this.#wake.abort(WOKEN);
  }
}
