import type { Attribute, Item } from "../aws/dynamodb.ts";
import { type Holder, type LockItem, type LockUpdate, UNREADABLE } from "./table.ts";

/** The key attribute of the table. */
export const KEY = "lockKey";

/** The attributes that decide something, and their only right type. */
export const TYPES = {
  fence: "N",
  owner: "S",
  rvn: "S",
  leaseMs: "N",
  serial: "N",
  expiresAt: "N",
} as const;

/** What people want to see, as attributes of their own, so that AWS's console shows them. */
const HOLDER_TYPES: { [name in keyof Holder]-?: "N" | "S" } = {
  user: "S",
  host: "S",
  pid: "N",
  command: "S",
  since: "S",
  lastHeartbeat: "S",
  ciRunUrl: "S",
  gitCommit: "S",
};

/** Reads an item; one that can't be understood has {@link UNREADABLE} as its fence and nothing else. */
export function decodeItem(item: Item): LockItem {
  const key = text(item[KEY]) ?? "";
  const fence = number(item.fence);
  const odd = Object.entries(TYPES).some(([name, type]) => item[name] && !(type in item[name]));
  if (odd || fence === undefined || fence < 0 || fence > Number.MAX_SAFE_INTEGER) {
    return { key, fence: UNREADABLE };
  }
  return {
    key,
    fence,
    owner: text(item.owner),
    rvn: text(item.rvn),
    leaseMs: number(item.leaseMs),
    serial: number(item.serial),
    expiresAt: number(item.expiresAt),
    holder: decodeHolder(item),
  };
}

/** The attributes to set (a value) and to remove (undefined) for an update; the fence is not among them. */
export function changedAttributes(update: LockUpdate): { [name: string]: Attribute | undefined } {
  const changed: { [name: string]: Attribute | undefined } = {};
  for (const name of ["owner", "rvn", "leaseMs", "serial", "expiresAt"] as const) {
    const value = update[name];
    if (value !== undefined) changed[name] = value === null ? undefined : attribute(value);
  }
  if (update.holder !== undefined) {
    for (const name of Object.keys(HOLDER_TYPES) as (keyof Holder)[]) {
      const value = update.holder?.[name];
      changed[name] = value === undefined ? undefined : attribute(value);
    }
  }
  return changed;
}

export function attribute(value: string | number): Attribute {
  return typeof value === "number" ? { N: String(value) } : { S: value };
}

/** Lenient: nothing of it decides anything. Absent when no attribute of it is there. */
function decodeHolder(item: Item): Holder | undefined {
  if (!Object.keys(HOLDER_TYPES).some((name) => item[name])) return undefined;
  const holder: Holder = {
    user: text(item.user) ?? "",
    host: text(item.host) ?? "",
    pid: number(item.pid) ?? 0,
    command: text(item.command) ?? "",
    since: text(item.since) ?? "",
    lastHeartbeat: text(item.lastHeartbeat) ?? "",
  };
  const ciRunUrl = text(item.ciRunUrl);
  const gitCommit = text(item.gitCommit);
  if (ciRunUrl !== undefined) holder.ciRunUrl = ciRunUrl;
  if (gitCommit !== undefined) holder.gitCommit = gitCommit;
  return holder;
}

function text(found: Attribute | undefined): string | undefined {
  return typeof found?.S === "string" ? found.S : undefined;
}

function number(found: Attribute | undefined): number | undefined {
  const value = typeof found?.N === "string" && found.N !== "" ? Number(found.N) : undefined;
  return Number.isFinite(value) ? value : undefined;
}
