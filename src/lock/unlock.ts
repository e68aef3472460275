import { UnknownOutcome } from "../state/store.ts";
import type { LockWorld } from "./claimant.ts";
import { type LockItem, UNREADABLE } from "./table.ts";

export type UnlockOutcome =
  | { outcome: "unlocked"; fence: number }
  /** It is not what was shown any more; `item`: as it stands now. Nothing was changed. */
  | { outcome: "changed"; item?: LockItem };

/**
 * Takes a lock away from its holder, on a person's word. The old holder finds out at its next
 * heartbeat and stops; what it has sealed stays fenced.
 *
 * @param shown the item as it was shown to that person: only this one is unlocked
 * @param stateFence highest fence in the state; needed where the item can't be understood
 * @throws StoreUnavailable, UnknownOutcome
 */
export async function forceUnlock(
  { table, clock, random }: LockWorld,
  shown: LockItem,
  stateFence: number,
): Promise<UnlockOutcome> {
  const fence = Math.max(shown.fence, stateFence) + 1;
  for (let attempt = 0;; attempt++) {
    try {
      const result = await table.update(shown.key, { fence: shown.fence, owner: shown.owner }, {
        fence,
        owner: null,
        rvn: null,
        leaseMs: null,
        // Unknown to the next holder, so that it reads the state again after taking the lock.
        serial: null,
        holder: null,
      });
      if (result.ok) return { outcome: "unlocked", fence };
      // A free item at our fence is our own work, reported late.
      const { item } = result;
      if (attempt > 0 && item?.fence === fence && item.owner === undefined) {
        return { outcome: "unlocked", fence };
      }
      return { outcome: "changed", item };
    } catch (error) {
      if (!(error instanceof UnknownOutcome) || attempt >= 3) throw error;
      await clock.sleep(200 * 2 ** attempt * random.fraction());
    }
  }
}

/** Whether `panka unlock` has anything to take away. */
export function isHeld(item: LockItem | undefined): item is LockItem {
  return item !== undefined && (item.owner !== undefined || item.fence === UNREADABLE);
}
