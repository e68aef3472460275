import { UnknownOutcome } from "../state/store.ts";
import {
  claim,
  type Claimant,
  type LockWorld,
  type Moment,
  momentOf,
  rfc3339,
} from "./claimant.ts";
import { Lease } from "./lease.ts";
import { Sightings } from "./sightings.ts";
import { type LockItem, UNREADABLE, type UpdateResult } from "./table.ts";

/** How many requests may fail in a row before an acquire does. */
const TRIES = 4;

/**
 * Wait for so long; or only until it is known whether the holder is alive (then {@link Locked}) or
 * dead (then it is taken over): what a job without a person at it wants.
 */
export type Wait = { ms: number } | "until-known";

/** Somebody else holds the lock, and waiting was not wanted or did not help. */
export class Locked extends Error {
  override name = "Locked";
  constructor(readonly item: LockItem, readonly reason: "alive" | "timeout" | "unreadable") {
    const who = item.holder && `${item.holder.user}@${item.holder.host} (${item.holder.command})`;
    super(
      reason === "unreadable"
        ? `the lock "${item.key}" can't be understood`
        : `the lock "${item.key}" is held by ${who ?? item.owner ?? "someone"}`,
    );
  }
}

/**
 * Takes all of these locks, or none: one request each where they are free. They are tried in sorted
 * order; if one is held, those taken are given back before waiting for it, so that nobody waits
 * while holding.
 *
 * @returns one lease for each key, in sorted order
 * @throws Locked, StoreUnavailable, UnknownOutcome; the signal's reason, leaving nothing behind
 */
export async function acquireLocks(
  world: LockWorld,
  claimant: Claimant,
  keys: string[],
  wait: Wait,
  signal?: AbortSignal,
): Promise<Lease[]> {
  return await new Acquisition(world, claimant, keys.toSorted(), wait, signal).run();
}

class Acquisition {
  readonly #sightings: Sightings;
  readonly #start: number;
  /** Locks that may have become ours without our knowing. */
  readonly #unanswered = new Set<string>();

  constructor(
    private readonly world: LockWorld,
    private readonly claimant: Claimant,
    private readonly keys: string[],
    private readonly wait: Wait,
    private readonly signal?: AbortSignal,
  ) {
    this.#sightings = new Sightings(claimant.times);
    this.#start = world.clock.monotonic();
  }

  async run(): Promise<Lease[]> {
    while (true) {
      const leases: Lease[] = [];
      try {
        const held = await this.#round(leases);
        this.signal?.throwIfAborted();
        if (!held) return leases;
        const nextLookMs = await this.#look(held);
        await this.#giveBack(leases);
        await this.world.clock.sleep(nextLookMs, this.signal);
      } catch (error) {
        await this.#giveBack(leases);
        await this.#forsake();
        throw error;
      }
    }
  }

  /** Tries each lock once; stops at the first that is held and returns it. */
  async #round(leases: Lease[]): Promise<LockItem | undefined> {
    for (const key of this.keys) {
      this.signal?.throwIfAborted();
      const outcome = await this.#persist(() => this.#take(key));
      if (!(outcome instanceof Lease)) return outcome;
      leases.push(outcome);
    }
  }

  async #take(key: string): Promise<Lease | LockItem> {
    const { clock, table } = this.world;
    const dead = this.#sightings.dead(key, clock.monotonic());
    const sent = momentOf(clock);
    const condition = dead
      ? { owner: dead.owner, fence: dead.fence, rvn: dead.rvn }
      : { free: true as const };
    const update = { addFence: 1, ...claim(this.world, this.claimant, rfc3339(sent.wall)) };
    let result: UpdateResult;
    try {
      result = await table.update(key, condition, update);
    } catch (error) {
      if (!(error instanceof UnknownOutcome)) throw error;
      this.#unanswered.add(key);
      result = { ok: false, item: await table.get(key) };
      if (!result.item?.owner) throw error;
    }
    const item = result.item;
    if (result.ok) return this.#hold(result.item, sent, dead);
    if (item?.owner === this.claimant.runId) {
      return item.rvn === update.rvn ? this.#hold(item, sent, dead) : await this.#adopt(item, dead);
    }
    if (item && (item.owner !== undefined || item.fence === UNREADABLE)) return item;
    // Free by now: it was released between our look and our request.
    this.#sightings.forget(key);
    return await this.#take(key);
  }

  /**
   * An earlier request of ours arrived late, nobody knows when: others may have watched its rvn for
   * long, so it is made new before anyone relies on it.
   */
  async #adopt(item: LockItem, dead: LockItem | undefined): Promise<Lease | LockItem> {
    const sent = momentOf(this.world.clock);
    const condition = { owner: item.owner, fence: item.fence, rvn: item.rvn };
    const update = claim(this.world, this.claimant, rfc3339(sent.wall));
    const result = await this.world.table.update(item.key, condition, update);
    if (!result.ok) return await this.#take(item.key);
    return this.#hold(result.item, sent, dead?.fence === item.fence - 1 ? dead : undefined);
  }

  #hold(item: LockItem, sent: Moment, from: LockItem | undefined): Lease {
    const waitedMs = this.world.clock.monotonic() - this.#start;
    const { key, fence } = item;
    const quietSince = this.#sightings.seeFree(key, fence - 1, fence, sent.monotonic);
    this.claimant.onEvent(
      from
        ? { type: "lock-taken-over", key, fence, from, waitedMs }
        : { type: "lock-acquired", key, fence, waitedMs },
    );
    return new Lease(this.world, this.claimant, item, sent, from !== undefined, quietSince);
  }

  /** Decides whether to go on waiting for `held`; returns milliseconds until the next round. */
  async #look(held: LockItem): Promise<number> {
    if (held.fence === UNREADABLE) throw new Locked(held, "unreadable");
    const { clock, random } = this.world;
    const sighting = this.#sightings.see(held, clock.monotonic());
    // Several may have died with one holder: watch them all, so that their leases run out together.
    for (const key of this.keys.slice(this.keys.indexOf(held.key) + 1)) {
      const item = await this.#persist(() => this.world.table.get(key));
      const fence = item?.fence ?? 0;
      if (item?.owner !== undefined) this.#sightings.see(item, clock.monotonic());
      else this.#sightings.seeFree(key, fence, fence, clock.monotonic());
    }
    const now = clock.monotonic();
    const givingUpInMs = this.wait === "until-known" ? undefined : this.#start + this.wait.ms - now;
    if (sighting.alive && givingUpInMs === undefined) throw new Locked(held, "alive");
    if (givingUpInMs !== undefined && givingUpInMs <= 0) throw new Locked(held, "timeout");
    const takeoverInMs = Math.max(0, this.#sightings.takeoverInMs(sighting, now));
    const poll = this.claimant.times.pollMs * (0.5 + 0.5 * random.fraction());
    const nextLookMs = Math.ceil(Math.min(poll, takeoverInMs, givingUpInMs ?? Infinity));
    const silentMs = now - sighting.firstSeen;
    this.claimant.onEvent({
      type: "lock-waiting",
      key: held.key,
      item: held,
      silentMs,
      nextLookMs,
      takeoverInMs,
      givingUpInMs,
    });
    return Math.max(1, nextLookMs);
  }

  /**
   * Repeats a step that failed, a few times. None is unsafe to repeat: each is conditional or a
   * read.
   */
  async #persist<T>(step: () => Promise<T>): Promise<T> {
    for (let attempt = 1;; attempt++) {
      try {
        return await step();
      } catch (error) {
        if (attempt >= TRIES) throw error;
        await this.world.clock.sleep(
          100 * 2 ** attempt * this.world.random.fraction(),
          this.signal,
        );
      }
    }
  }

  async #giveBack(leases: Lease[]): Promise<void> {
    for (const lease of leases.splice(0).reverse()) {
      this.#unanswered.delete(lease.key);
      // After a takeover nobody knows what the dead holder wrote: the next one has to read again.
      await lease.release(lease.takenOver ? undefined : lease.lastSerial);
    }
  }

  /** Gives back what a request that was never answered may have taken after all. */
  async #forsake(): Promise<void> {
    for (const key of this.#unanswered) {
      const item = await this.world.table.get(key).catch(() => undefined);
      if (item?.owner !== this.claimant.runId) continue;
      const sent = momentOf(this.world.clock);
      await new Lease(this.world, this.claimant, item, sent, true, sent.monotonic).release();
    }
  }
}
