import type { Networking } from "../stack/model.ts";
import { tenantNetworkKey } from "../state/paths.ts";
import { PreconditionFailed, type Store, UnknownOutcome, WriteConflict } from "../state/store.ts";

const SCHEMA = "panka/tenant-network@1";
/** Others who write at once are few, and each makes one of them be done. */
const TRIES = 20;

/** The network that a tenant's stacks stand in. */
export interface TenantNetwork {
  region: string;
  /** Serial of the state that made it; absent for one that was there before. */
  serial?: number;
  existing: NonNullable<Networking["existing"]>;
}

/** What `tenants/<t>/network.json` says. Nothing is ever deleted from the store: what is gone is marked so. */
export type NetworkRecord = TenantNetwork | { serial: number; removed: true };

export const encodeNetwork = (tenant: string, network: NetworkRecord): Uint8Array =>
  new TextEncoder().encode(JSON.stringify({ schema: SCHEMA, tenant, ...network }, null, 2) + "\n");

/** Undefined: it is gone. @throws SyntaxError for what is no such document */
export function decodeNetwork(text: string, tenant: string): TenantNetwork | undefined {
  const record = decodeRecord(text, tenant);
  return "removed" in record ? undefined : record;
}

function decodeRecord(text: string, tenant: string): NetworkRecord {
  const { schema, tenant: whose, ...record } = JSON.parse(text) ?? {};
  if (schema !== SCHEMA || whose !== tenant) {
    throw new SyntaxError(`it is "${schema}" of "${whose}", not "${SCHEMA}" of "${tenant}"`);
  }
  const { removed, region, existing } = record;
  if (removed || region && existing?.vpcId && existing.subnetIds) return record;
  throw new SyntaxError("it names neither a network nor that it is gone");
}

/** Undefined for what is damaged, which the next to write mends. */
function readable(text: string, tenant: string): NetworkRecord | undefined {
  try {
    return decodeRecord(text, tenant);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * Writes the record unless it is `outdated`: a later state has written its own, or another network is used by now. The
 * same one twice is written once.
 *
 * @throws WriteConflict when others keep writing
 */
export async function writeNetwork(
  store: Store,
  tenant: string,
  record: NetworkRecord,
  signal?: AbortSignal,
): Promise<"written" | "unchanged" | "outdated"> {
  const key = tenantNetworkKey(tenant);
  const body = encodeNetwork(tenant, record);
  for (let tries = 0; tries < TRIES; tries++) {
    const found = await store.get(key, signal);
    const text = found && new TextDecoder().decode(found.body);
    if (text === new TextDecoder().decode(body)) return "unchanged";
    const removes = "removed" in record;
    if (text === undefined && removes) return "unchanged";
    const before = text === undefined ? undefined : readable(text, tenant);
    const { serial } = before ?? {};
    // One that was there before is not gone with one that was made.
    const kept = before && serial === undefined && removes;
    const newer = serial !== undefined && record.serial !== undefined && serial > record.serial;
    if (kept || newer) return "outdated";
    try {
      await store.put(key, body, found ? { ifMatch: found.etag } : "absent", signal);
      return "written";
    } catch (error) {
      // Someone else wrote, or it is not known whether this was written: reading tells.
      const again = error instanceof PreconditionFailed || error instanceof WriteConflict ||
        error instanceof UnknownOutcome;
      if (!again) throw error;
    }
  }
  throw new WriteConflict(`"${key}" changes faster than it can be written`);
}
