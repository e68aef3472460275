import type { LockItem } from "./table.ts";

/** What happens to a lock while somebody wants or holds it. Times in milliseconds. */
export type LockEvent =
  | { type: "lock-acquired"; key: string; fence: number; waitedMs: number }
  | {
    type: "lock-waiting";
    key: string;
    /** Who holds it, as last seen. */
    item: LockItem;
    /** For how long it has shown no sign of life. */
    silentMs: number;
    nextLookMs: number;
    /** Until it is taken over if it stays silent. */
    takeoverInMs: number;
    /**
     * Until this waiter gives up; undefined when it waits only to learn whether the holder is
     * alive.
     */
    givingUpInMs?: number;
  }
  | { type: "lock-taken-over"; key: string; fence: number; from: LockItem; waitedMs: number }
  /** The lock's past is gone and work is in flight: whoever did it gets one lease to end. */
  | { type: "lock-settling"; waitMs: number }
  | { type: "lock-fence-raised"; key: string; from: number; to: number }
  | { type: "lock-heartbeat"; key: string; tookMs: number }
  /** It failed or was not answered; another is sent while the lease lasts. */
  | { type: "lock-heartbeat-missed"; key: string; why: string; remainingMs: number }
  /** Nothing new may be started; the engine has to stop. */
  | { type: "lock-ending"; key: string; remainingMs: number }
  /** Nothing may be written any more. `item`: who has it now, where that is known. */
  | { type: "lock-lost"; key: string; fence: number; reason: "expired" | "taken"; item?: LockItem }
  | { type: "lock-released"; key: string; fence: number; heldMs: number }
  /** It could not be given back; it ends by itself with its lease. */
  | { type: "lock-release-failed"; key: string; fence: number; why: string };

export type OnLockEvent = (event: LockEvent) => void;
