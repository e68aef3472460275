import { ulid } from "ulid";
import type { Json } from "./document.ts";
import { auditKey, type StackAddress } from "./paths.ts";
import {
  PreconditionFailed,
  type Store,
  StoreUnavailable,
  UnknownOutcome,
  WriteConflict,
} from "./store.ts";
import type { Clock, Random } from "../ports/clock.ts";

/** One thing that somebody changed, for ever. Holds no secret value. */
export interface AuditRecord {
  schema: "panka/audit@1";
  id: string;
  /** RFC 3339. */
  at: string;
  user: string;
  host: string;
  ciRunUrl?: string;
  gitCommit?: string;
  tenant?: string;
  stack?: string;
  environment?: string;
  command: string;
  result: string;
  /** Why, where a person had to say. */
  reason?: string;
  details?: { [name: string]: Json };
}

/** What a command says of itself; the rest is filled in. */
export type AuditEntry = Omit<
  AuditRecord,
  "schema" | "id" | "at" | "tenant" | "stack" | "environment"
>;

/**
 * Appends one record to the tenant's audit folder.
 *
 * @param about what it was done to; only the tenant for what is not about a stack
 * @throws StoreUnavailable, UnknownOutcome when it could not be written
 */
export async function appendAudit(
  { store, clock, random }: { store: Store; clock: Clock; random: Random },
  about: Partial<StackAddress>,
  entry: AuditEntry,
): Promise<AuditRecord> {
  const now = clock.wall();
  const id = ulid(now, () => random.fraction());
  const record: AuditRecord = {
    schema: "panka/audit@1",
    id,
    at: new Date(now).toISOString(),
    ...(about.tenant !== undefined && { tenant: about.tenant }),
    ...(about.stack !== undefined && { stack: about.stack }),
    ...(about.environment !== undefined && { environment: about.environment }),
    ...entry,
  };
  const body = new TextEncoder().encode(JSON.stringify(record));
  for (let attempt = 0;; attempt++) {
    try {
      await store.put(auditKey(about.tenant, now, id), body, "absent");
      return record;
    } catch (error) {
      // The name is ours alone: that it is taken means that an earlier try arrived.
      if (error instanceof PreconditionFailed && attempt > 0) return record;
      const again = error instanceof UnknownOutcome || error instanceof StoreUnavailable ||
        error instanceof WriteConflict;
      if (!again || attempt >= 4) throw error;
      await clock.sleep(100 * 2 ** attempt * random.fraction());
    }
  }
}
