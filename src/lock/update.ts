import { type LockCondition, type LockItem, type LockUpdate, UNREADABLE } from "./table.ts";

/** Whether `item` (absent: no such item) is as the condition says. */
export function holds(condition: LockCondition, item: LockItem | undefined): boolean {
  if (condition.free && item && (item.owner !== undefined || item.fence === UNREADABLE)) {
    return false;
  }
  if (condition.owner !== undefined && item?.owner !== condition.owner) return false;
  if (condition.fence !== undefined && item?.fence !== condition.fence) return false;
  return condition.rvn === undefined || item?.rvn === condition.rvn;
}

/** The item after the update; an unreadable one starts again from nothing. */
export function updated(key: string, item: LockItem | undefined, update: LockUpdate): LockItem {
  const base = item && item.fence !== UNREADABLE ? item : undefined;
  const next: LockItem = {
    ...base,
    key,
    fence: update.fence ?? (base?.fence ?? 0) + (update.addFence ?? 0),
  };
  next.owner = changed(next.owner, update.owner);
  next.rvn = changed(next.rvn, update.rvn);
  next.leaseMs = changed(next.leaseMs, update.leaseMs);
  next.serial = changed(next.serial, update.serial);
  next.holder = changed(next.holder, update.holder);
  next.expiresAt = changed(next.expiresAt, update.expiresAt);
  return next;
}

function changed<T>(old: T | undefined, value: T | null | undefined): T | undefined {
  return value === undefined ? old : value ?? undefined;
}
