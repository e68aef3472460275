import type { Holder, LockItem } from "./table.ts";

/** Reads an item written as JSON; undefined when it can't be understood. */
export function parseItem(key: string, body: Uint8Array): LockItem | undefined {
  try {
    const value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    return isItem(value) && value.key === key ? value : undefined;
  } catch {
    return undefined;
  }
}

function isItem(value: unknown): value is LockItem {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const item = value as Record<string, unknown>;
  return typeof item.key === "string" && isCount(item.fence) &&
    [item.owner, item.rvn].every((text) => text === undefined || typeof text === "string") &&
    [item.leaseMs, item.serial, item.expiresAt].every((n) => n === undefined || isCount(n)) &&
    (item.holder === undefined || isHolder(item.holder));
}

function isHolder(value: unknown): value is Holder {
  if (typeof value !== "object" || value === null) return false;
  const holder = value as Record<string, unknown>;
  return typeof holder.pid === "number" &&
    [holder.user, holder.host, holder.command, holder.since, holder.lastHeartbeat]
      .every((text) => typeof text === "string");
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
