import { forceUnlock, type UnlockOutcome } from "../lock/unlock.ts";
import type { LockItem, LockTable } from "../lock/table.ts";
import type { Clock, Random } from "../ports/clock.ts";
import { appendAudit, type AuditEntry } from "../state/audit.ts";
import { newestReadable } from "../state/history.ts";
import type { StackAddress } from "../state/paths.ts";
import { type Store, UnknownOutcome } from "../state/store.ts";

export interface UnlockWorld {
  store: Store;
  table: LockTable;
  clock: Clock;
  random: Random;
}

/** The lock was taken away, and the trail does not say so. */
export class AuditMissing extends Error {
  override name = "AuditMissing";
  constructor(readonly fence: number, cause: unknown) {
    super("The audit record could not be written", { cause });
  }
}

/**
 * Takes a lock away from the holder that was shown, above every fence that the state has seen, and leaves an audit
 * record, also where nobody can say whether it happened.
 *
 * @throws AuditMissing, StoreUnavailable, UnknownOutcome
 */
export async function takeLockAway(
  world: UnlockWorld,
  address: StackAddress,
  unit: string,
  shown: LockItem,
  entry: Omit<AuditEntry, "result">,
): Promise<UnlockOutcome> {
  const state = await newestReadable(world.store, address);
  const stateFence = state?.document.units[unit]?.fence ?? 0;
  const details = {
    ...entry.details,
    key: shown.key,
    shownFence: shown.fence,
    owner: shown.owner ?? "",
    user: shown.holder?.user ?? "",
    host: shown.holder?.host ?? "",
  };
  const record = (result: string, fence?: number) =>
    appendAudit(world, address, {
      ...entry,
      result,
      details: { ...details, ...(fence !== undefined && { fence }) },
    });
  let outcome: UnlockOutcome;
  try {
    outcome = await forceUnlock(world, shown, stateFence);
  } catch (error) {
    if (error instanceof UnknownOutcome) await record("unknown").catch(() => {});
    throw error;
  }
  if (outcome.outcome !== "unlocked") return outcome;
  try {
    await record("unlocked", outcome.fence);
  } catch (error) {
    throw new AuditMissing(outcome.fence, error);
  }
  return outcome;
}
