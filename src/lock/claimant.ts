import type { Clock, Random } from "../ports/clock.ts";
import type { OnLockEvent } from "./events.ts";
import type { Holder, LockTable, LockUpdate } from "./table.ts";
import { ITEM_LIFE_SECONDS, type LeaseTimes } from "./times.ts";

/** What locks need of the world. */
export interface LockWorld {
  table: LockTable;
  clock: Clock;
  random: Random;
}

/** Who asks for a lock. */
export interface Claimant {
  /** Unique for each process that runs. */
  runId: string;
  holder: Omit<Holder, "since" | "lastHeartbeat">;
  times: LeaseTimes;
  onEvent: OnLockEvent;
}

/** A moment on both clocks. */
export interface Moment {
  monotonic: number;
  wall: number;
}

export function momentOf(clock: Clock): Moment {
  return { monotonic: clock.monotonic(), wall: clock.wall() };
}

/** The attributes that say: held by this claimant, alive now. */
export function claim(
  world: LockWorld,
  { runId, holder, times }: Claimant,
  since: string,
): LockUpdate {
  const wall = world.clock.wall();
  return {
    owner: runId,
    rvn: Array.from(world.random.bytes(8), (byte) => byte.toString(16).padStart(2, "0")).join(""),
    leaseMs: times.leaseMs,
    holder: { ...holder, since, lastHeartbeat: rfc3339(wall) },
    expiresAt: Math.floor(wall / 1000) + ITEM_LIFE_SECONDS,
  };
}

export function rfc3339(wall: number): string {
  return new Date(wall).toISOString();
}
