/** Time as the pure core sees it. `main.ts` passes the real one, tests a stepped one. */
export interface Clock {
  /** Milliseconds since 1970 UTC. May jump; for records and for people, and as a second opinion on a lease. */
  wall(): number;
  /** Milliseconds from an arbitrary start. Never goes back; may stand still while a machine sleeps. */
  monotonic(): number;
  /** Resolves after `ms`; rejects with the signal's reason when aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Randomness as the pure core sees it. */
export interface Random {
  /** `length` random bytes, fit for secrets. */
  bytes(length: number): Uint8Array;
  /** Uniform in [0, 1); for jitter only. */
  fraction(): number;
}
