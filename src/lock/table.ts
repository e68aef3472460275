/** `fence` of an item that is there but can't be understood. */
export const UNREADABLE = -1;

/**
 * The lock item, as stored. Absent `owner` means free. See the lock's rules in
 * docs/state-and-locks.md.
 */
export interface LockItem {
  key: string;
  /** Only grows, for as long as the item exists. */
  fence: number;
  /** Run id of the holder; absent when free. */
  owner?: string;
  /** Changes at each heartbeat; a waiter watches it instead of any clock. */
  rvn?: string;
  leaseMs?: number;
  /** The state's serial at the last release. */
  serial?: number;
  holder?: Holder;
  /** Epoch seconds; lets the table forget items nobody uses. Never decides who owns the lock. */
  expiresAt?: number;
}

/** What people want to see of whoever holds a lock. */
export interface Holder {
  user: string;
  host: string;
  pid: number;
  command: string;
  /** RFC 3339, wall clock of the holder: for people only. */
  since: string;
  lastHeartbeat: string;
  ciRunUrl?: string;
  gitCommit?: string;
}

/**
 * What the item must look like for an update to happen; all that are given must hold. An item that
 * does not exist fails `owner`, `fence` and `rvn`, and is never made by an update with one of them.
 */
export interface LockCondition {
  /** The item does not exist, or has no owner. An unreadable item is not free. */
  free?: true;
  owner?: string;
  /**
   * {@link UNREADABLE}: the item is there and can't be understood (its fence is no number). Then
   * the update sets `fence` outright, and nothing of the old item stays.
   */
  fence?: number;
  rvn?: string;
}

/** Changes to apply; `undefined` leaves an attribute, `null` removes it. */
export interface LockUpdate {
  /** Added to the fence (which starts at 0 in a new item) … */
  addFence?: number;
  /** … or set outright. */
  fence?: number;
  owner?: string | null;
  rvn?: string | null;
  leaseMs?: number | null;
  serial?: number | null;
  holder?: Holder | null;
  expiresAt?: number;
}

export type UpdateResult =
  /** `item`: after the update. */
  | { ok: true; item: LockItem }
  /** The condition did not hold; `item`: as it stands (absent: does not exist). */
  | { ok: false; item?: LockItem };

/**
 * A table of lock items with conditional updates: DynamoDB, a directory, or memory. Throws
 * UnknownOutcome and StoreUnavailable (state/store.ts).
 */
export interface LockTable {
  /** One request. Never retried by the implementation once it may have been received. */
  update(
    key: string,
    condition: LockCondition,
    update: LockUpdate,
    signal?: AbortSignal,
  ): Promise<UpdateResult>;
  /**
   * Consistent read. An item that can't be understood has `fence: UNREADABLE` and no owner known.
   */
  get(key: string, signal?: AbortSignal): Promise<LockItem | undefined>;
  /** Items whose key starts with `prefix`, sorted by key. */
  list(prefix: string, signal?: AbortSignal): Promise<LockItem[]>;
  readonly location: string;
}
