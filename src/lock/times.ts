/** How long things take around a lease, in milliseconds. */
export interface LeaseTimes {
  /** A holder that was silent for so long is dead. */
  leaseMs: number;
  heartbeatMs: number;
  /**
   * What a waiter adds to the lease before taking over: for clocks that run at different speeds.
   */
  marginMs: number;
  /** Longest time between two looks of a waiter; the shortest is half of it. */
  pollMs: number;
  /** So long before the lease's end nothing new is started and the engine is stopped. */
  endingMs: number;
}

export const LEASE_TIMES: LeaseTimes = {
  leaseMs: 60_000,
  heartbeatMs: 10_000,
  marginMs: 5_000,
  pollMs: 3_000,
  endingMs: 20_000,
};

/** No holder's lease counts for more than this, whatever its item says. */
export const LONGEST_LEASE_MS = 600_000;

/** How far ahead an item's TTL is moved by each heartbeat, in seconds. */
export const ITEM_LIFE_SECONDS = 90 * 86_400;
