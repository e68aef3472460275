import type { LockItem } from "./table.ts";
import { type LeaseTimes, LONGEST_LEASE_MS } from "./times.ts";

interface Sighting {
  item: LockItem;
  /** Monotonic. */
  firstSeen: number;
  /** Whether the holder, or another one, has shown a sign of life since the first look. */
  alive: boolean;
}

/** What a waiter has seen of locks that others hold, on its own monotonic clock. */
export class Sightings {
  readonly #seen = new Map<string, Sighting>();
  readonly #free = new Map<string, { since: number; fence: number }>();

  constructor(private readonly times: LeaseTimes) {}

  /** @param now monotonic, taken after the item was received */
  see(item: LockItem, now: number): Sighting {
    const last = this.#seen.get(item.key);
    const same = last && last.item.owner === item.owner && last.item.fence === item.fence &&
      last.item.rvn === item.rvn;
    const sighting = same ? last : { item, firstSeen: now, alive: last !== undefined };
    this.#seen.set(item.key, sighting);
    this.#free.delete(item.key);
    return sighting;
  }

  /**
   * Notes that nobody, or only this waiter itself, holds the lock.
   *
   * @param before its fence as found; @param after its fence as left
   * @returns since when it was always found like that, monotonic
   */
  seeFree(key: string, before: number, after: number, now: number): number {
    const last = this.#free.get(key);
    const since = last?.fence === before ? last.since : now;
    this.#free.set(key, { since, fence: after });
    return since;
  }

  forget(key: string): void {
    this.#seen.delete(key);
  }

  /** The item, if its holder has been silent for a whole lease and a margin. */
  dead(key: string, now: number): LockItem | undefined {
    const sighting = this.#seen.get(key);
    return sighting && this.takeoverInMs(sighting, now) <= 0 ? sighting.item : undefined;
  }

  takeoverInMs({ item, firstSeen }: Sighting, now: number): number {
    const leaseMs = Math.min(item.leaseMs ?? this.times.leaseMs, LONGEST_LEASE_MS);
    return firstSeen + leaseMs + this.times.marginMs - now;
  }
}
