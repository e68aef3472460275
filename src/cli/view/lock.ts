import type { LockItem } from "../../lock/table.ts";
import { UNREADABLE } from "../../lock/table.ts";
import { lockedBy } from "../../state/paths.ts";
import { visible } from "./diagnostics.ts";
import { duration } from "./style.ts";

/** A lock's key as people call it: `shop/dev`, with `(api)` where it is one service's. */
export function lockName(key: string): string {
  const locked = lockedBy(key);
  if (!locked) return visible(key);
  const { address: { stack, environment }, service } = locked;
  return `${stack}/${environment}${service === undefined ? "" : ` (${service})`}`;
}

/** `ada@laptop`; the run's id where nobody said who it is. */
export function holderName({ holder, owner, fence }: LockItem): string {
  if (fence === UNREADABLE) return "something that can't be understood";
  const name = holder ? `${holder.user}@${holder.host}` : owner ?? "nobody";
  return visible(name.replace(/\s/g, " "));
}

/** How long ago a holder's own clock said something; undefined where it did not. Clocks may differ. */
export function agoMs(at: string | undefined, now: number): number | undefined {
  const then = Date.parse(at ?? "");
  return Number.isNaN(then) ? undefined : Math.max(0, now - then);
}

/** `1m 12s ago`, `-` where nobody knows. */
export function ago(at: string | undefined, now: number): string {
  const ms = agoMs(at, now);
  return ms === undefined ? "-" : `${duration(ms / 1000)} ago`;
}
