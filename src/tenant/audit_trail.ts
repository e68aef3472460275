import { decodeTime } from "ulid";
import type { AuditRecord } from "../state/audit.ts";
import { auditPrefix } from "../state/paths.ts";
import type { Store } from "../state/store.ts";
import { NETWORK_STACK } from "./network_stack.ts";

/** A record and the trail that it stands in: a tenant's role may write what it likes into the tenant's own. */
export interface TrailRecord {
  /** null: the platform's. */
  trail: string | null;
  record: AuditRecord;
}

export interface Trail {
  /** Newest first. */
  records: TrailRecord[];
  /** Older ones are left out. */
  more: boolean;
  /** Keys of objects that are no records. */
  unreadable: string[];
}

/** Whom it was done to, or who did it; undefined for what is about no tenant. */
export function tenantOf({ trail, record }: TrailRecord): string | undefined {
  if (trail !== null) return trail;
  const { stack, environment, details } = record;
  return stack === NETWORK_STACK ? environment : details?.tenant as string | undefined;
}

/** How many records are read before it is looked whether they are enough. */
const AT_ONCE = 16;

/**
 * What was done to tenants and by them.
 *
 * @param tenants whose trails are read beside the platform's
 * @param options.since milliseconds since 1970 UTC; `until`: now
 * @param options.about only what was done to this tenant, of the platform's trail
 */
export async function readTrail(
  store: Store,
  tenants: readonly string[],
  { since, until, limit, about }: { since: number; until: number; limit: number; about?: string },
): Promise<Trail> {
  const months = monthsOf(since, until);
  const trails = [null, ...tenants].flatMap((trail) => months.map((month) => ({ trail, month })));
  const keys: { key: string; trail: string | null; id: string }[] = [];
  const unreadable: string[] = [];
  await Promise.all(trails.map(async ({ trail, month }) => {
    for (const key of await store.list(`${auditPrefix(trail ?? undefined)}${month}/`)) {
      const id = key.split("/").pop()!.replace(/\.json$/, "");
      const at = timeOf(id);
      if (at === undefined) unreadable.push(key);
      else if (at >= since) keys.push({ key, trail, id });
    }
  }));
  keys.sort((a, b) => a.id < b.id ? 1 : -1);
  const records: TrailRecord[] = [];
  for (let from = 0; from < keys.length && records.length <= limit; from += AT_ONCE) {
    const group = keys.slice(from, from + AT_ONCE);
    const read = await Promise.all(group.map(async ({ key, trail }) => {
      const record = recordIn((await store.get(key))?.body);
      if (!record) unreadable.push(key);
      else if (about === undefined || tenantOf({ trail, record }) === about) {
        return { trail, record };
      }
    }));
    records.push(...read.filter((one) => one !== undefined));
  }
  return {
    records: records.slice(0, limit),
    more: records.length > limit,
    unreadable: unreadable.sort(),
  };
}

/** `2026/01`, `2026/02` … as keys have them. */
function monthsOf(since: number, until: number): string[] {
  const months: string[] = [];
  const month = new Date(since);
  month.setUTCDate(1);
  month.setUTCHours(0, 0, 0, 0);
  for (; month.getTime() <= until; month.setUTCMonth(month.getUTCMonth() + 1)) {
    months.push(month.toISOString().slice(0, 7).replace("-", "/"));
  }
  return months;
}

function timeOf(id: string): number | undefined {
  try {
    return decodeTime(id);
  } catch {
    return undefined;
  }
}

function recordIn(body: Uint8Array | undefined): AuditRecord | undefined {
  try {
    const record = JSON.parse(new TextDecoder().decode(body));
    const texts = [record.at, record.user, record.command, record.result];
    return texts.every((text) => typeof text === "string") ? record : undefined;
  } catch {
    return undefined;
  }
}
