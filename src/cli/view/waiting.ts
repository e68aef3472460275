import type { LockEvent } from "../../lock/events.ts";
import { visible } from "./diagnostics.ts";
import { agoMs, holderName, lockName } from "./lock.ts";
import { cut, duration, GLYPH, widthOf } from "./style.ts";

export type WaitingEvent = Extract<LockEvent, { type: "lock-waiting" }>;

/** Silent for longer than this, a holder has missed a heartbeat. */
const SILENT_MS = 15_000;

/**
 * Who is waited for, what they do, for how long already, and how long this will go on; as much of it as fits into
 * the columns.
 *
 * @param sinceMs since the event
 * @param now wall clock, for the holder's age
 */
export function waitingText(
  event: WaitingEvent,
  sinceMs: number,
  now: number,
  columns: number,
): string {
  const { item, key } = event;
  const name = lockName(key);
  const who = holderName(item);
  const command = visible(item.holder?.command ?? "").replace(/\s/g, " ");
  const commit = item.holder?.gitCommit === undefined ? "" : visible(item.holder.gitCommit);
  const age = agoMs(item.holder?.since, now);
  const held = age === undefined ? "" : `, for ${duration(age / 1000)}`;
  const [end, shortEnd] = endOf(event, sinceMs);
  const doing = [command, commit && `commit ${commit.slice(0, 7)}`].filter(Boolean).join(", ");
  const parenthesis = (text: string) => text ? ` (${text})` : "";
  const next = `next look in ${left(event.nextLookMs, sinceMs)}, `;
  const texts = [
    `${name} is held by ${who}${parenthesis(doing)}${held} · ${next}${end} · Ctrl-C stops waiting`,
    `${name} is held by ${who}${parenthesis(doing)}${held} · ${next}${end}`,
    `${name} is held by ${who}${parenthesis(command)}${held} · ${end}`,
    `${who}${parenthesis(command)}${held} · ${end}`,
    `${who}${parenthesis(command)}${held.replace(", for", ",")} · ${shortEnd}`,
  ].map((text) => `${GLYPH.waiting} ${text}`);
  const fitting = texts.find((text) => widthOf(text) <= columns);
  if (fitting !== undefined) return fitting;
  // The countdown stays; the holder and the command give way.
  const tail = `${held.replace(", for", ",")} · ${shortEnd}`;
  const room = columns - widthOf(tail) - 2;
  return `${GLYPH.waiting} ${cut(`${who}${parenthesis(command)}`, Math.max(8, room))}${tail}`;
}

const left = (ms: number, sinceMs: number) => duration(Math.max(0, ms - sinceMs) / 1000);

/** When waiting ends: the nearer of taking over from a silent holder and giving up. Long and short. */
function endOf(
  { silentMs, takeoverInMs, givingUpInMs }: WaitingEvent,
  sinceMs: number,
): [string, string] {
  const silent = silentMs + sinceMs > SILENT_MS;
  const takeover = left(takeoverInMs, sinceMs);
  if (givingUpInMs === undefined || (silent && takeoverInMs < givingUpInMs)) {
    return [`taken over in ${takeover} if it stays silent`, `mine in ${takeover}`];
  }
  const giving = left(givingUpInMs, sinceMs);
  return [`giving up in ${giving}`, `${giving} left`];
}
