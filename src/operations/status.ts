import type { LockItem, LockTable } from "../lock/table.ts";
import { isHeld } from "../lock/unlock.ts";
import { readState, type RecordedState } from "../state/history.ts";
import { lockKey, STACK_UNIT, type StackAddress } from "../state/paths.ts";
import type { Store } from "../state/store.ts";

/** What is known of a stack without asking AWS about it. */
export interface StackStatus {
  /** Undefined when nothing was ever deployed. */
  state?: RecordedState;
  /** Those of its locks that are held. */
  locks: LockItem[];
}

/**
 * Reads a stack's state and locks; writes nothing and takes no lock.
 *
 * @throws StateUnreadable, StoreUnavailable
 */
export async function readStatus(
  { store, table }: { store: Store; table: LockTable },
  address: StackAddress,
  signal?: AbortSignal,
): Promise<StackStatus> {
  const [state, own] = await Promise.all([
    readState(store, address, signal),
    table.get(lockKey(address), signal),
  ]);
  const services = state?.document.locking === "service"
    ? Object.keys(state.document.units).filter((unit) => unit !== STACK_UNIT)
    : [];
  const others = await Promise.all(
    services.map((service) => table.get(lockKey(address, service), signal)),
  );
  const locks = [own, ...others].filter((item): item is LockItem =>
    item !== undefined && isHeld(item)
  );
  return { ...(state && { state }), locks };
}
