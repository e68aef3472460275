import { isHeld } from "../../lock/unlock.ts";
import { type LockItem, UNREADABLE } from "../../lock/table.ts";
import { visible } from "./diagnostics.ts";
import { ago, agoMs, holderName, lockName } from "./lock.ts";
import { recordsText } from "./records.ts";
import { type Colors, duration, pad } from "./style.ts";

/** Locks that are held, longest first. @param keys names them by their keys, in full */
export function locksText(
  locks: readonly LockItem[],
  now: number,
  c: Colors,
  columns: number,
  keys = false,
): string {
  const rows = locks.map((lock) => [
    keys ? lock.key : lockName(lock.key),
    holderName(lock),
    lock.holder?.command ?? "",
    ageText(lock.holder?.since, now),
    ago(lock.holder?.lastHeartbeat, now) + (seemsDead(lock, now) ? ", seems dead" : ""),
    fenceText(lock),
  ]);
  return recordsText(
    ["lock", "held by", "command", "for", "heartbeat", "fence"],
    rows,
    c,
    columns,
    (row) => seemsDead(locks[row]!, now) ? c.yellow : undefined,
    keys,
  );
}

/** Longest held first. */
export const byAge = (a: LockItem, b: LockItem): number =>
  (a.holder?.since ?? "") < (b.holder?.since ?? "") ? -1 : 1;

/** One lock with all that is known of it. */
export function lockText(lock: LockItem, now: number, c: Colors): string {
  const { holder } = lock;
  const rows: [string, string | undefined][] = [
    ["held by", isHeld(lock) ? holderName(lock) : undefined],
    ["command", holder?.command],
    ["commit", holder?.gitCommit],
    ["run", holder?.ciRunUrl],
    ["process", holder && String(holder.pid)],
    ["since", holder && `${holder.since} (${ageText(holder.since, now)})`],
    ["heartbeat", holder && ago(holder.lastHeartbeat, now)],
    ["lease", lock.leaseMs === undefined ? undefined : duration(lock.leaseMs / 1000)],
    ["owner", lock.owner],
    ["fence", fenceText(lock)],
    ["key", lock.key],
  ];
  const state = isHeld(lock) ? c.yellow("held") : c.green("free");
  const lines = rows.flatMap(([label, value]) =>
    value === undefined || value === "" ? [] : [`  ${c.dim(pad(label, 9))}  ${visible(value)}`]
  );
  return [`${c.bold(lockName(lock.key))}  ${state}`, ...lines].join("\n");
}

/** Silent for longer than its lease, as far as this machine's clock can tell. */
export function seemsDead({ holder, leaseMs }: LockItem, now: number): boolean {
  const silent = agoMs(holder?.lastHeartbeat, now);
  return silent !== undefined && leaseMs !== undefined && silent > leaseMs;
}

/** A lock as machines read it. */
export function lockJson(lock: LockItem): Record<string, unknown> {
  const { key, owner, holder, fence, leaseMs, serial } = lock;
  return {
    key,
    held: isHeld(lock),
    owner: owner ?? null,
    user: holder?.user ?? null,
    host: holder?.host ?? null,
    command: holder?.command ?? null,
    since: holder?.since ?? null,
    lastHeartbeat: holder?.lastHeartbeat ?? null,
    fence: fence === UNREADABLE ? null : fence,
    pid: holder?.pid,
    gitCommit: holder?.gitCommit,
    ciRunUrl: holder?.ciRunUrl,
    leaseMs,
    serial,
    unreadable: fence === UNREADABLE || undefined,
  };
}

const fenceText = ({ fence }: LockItem) => fence === UNREADABLE ? "unreadable" : String(fence);

function ageText(since: string | undefined, now: number): string {
  const ms = agoMs(since, now);
  return ms === undefined ? "" : duration(ms / 1000);
}
