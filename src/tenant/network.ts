import type { Networking } from "../stack/model.ts";
import { tenantNetworkKey } from "../state/paths.ts";
import type { Store } from "../state/store.ts";
import { changeObject, type ChangePorts, readText } from "./change_object.ts";
import { NOWHERE, type Place } from "./iam/place.ts";
import type { TenantSpec } from "./tenant_config.ts";

const SCHEMA = "panka/tenant-network@1";
/** The network that a tenant's stacks stand in. */
export interface TenantNetwork {
  region: string;
  /** Serial of the state that made it; absent for one that was there before. */
  serial?: number;
  existing: NonNullable<Networking["existing"]>;
}

/** What `tenants/<t>/network.json` says. Nothing is ever deleted from the store: what is gone is marked so. */
export type NetworkRecord = TenantNetwork | { serial: number; removed: true };

export const encodeNetwork = (tenant: string, network: NetworkRecord): string =>
  JSON.stringify({ schema: SCHEMA, tenant, ...network }, null, 2) + "\n";

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

/** What the tenant's stacks are told; undefined: there is none, or its record is damaged. */
export async function readNetwork(
  store: Store,
  tenant: string,
  signal?: AbortSignal,
): Promise<TenantNetwork | undefined> {
  const text = await readText(store, tenantNetworkKey(tenant), signal);
  const record = text === undefined ? undefined : readable(text, tenant);
  return record && "removed" in record ? undefined : record;
}

/** Where AWS shall let a tenant place things: what its stacks are told, else what its document says; undefined: anywhere. */
export function placeOf(
  { networking }: TenantSpec,
  network: TenantNetwork | undefined,
): Place | undefined {
  const existing = network?.existing ?? networking?.existing;
  if (!existing) return networking?.vpc && NOWHERE;
  const { vpcId, subnetIds } = existing;
  const ids = Object.values(subnetIds).flat();
  return { vpcId, subnetIds: ids.length > 0 ? ids : NOWHERE.subnetIds };
}

/**
 * Writes the record, unless a later state has written its own or another network is used by now. Answers whether that
 * was news.
 */
export async function writeNetwork(
  ports: ChangePorts,
  tenant: string,
  record: NetworkRecord,
  signal?: AbortSignal,
): Promise<boolean> {
  const key = tenantNetworkKey(tenant);
  const removes = "removed" in record;
  if (removes && await readText(ports.store, key, signal) === undefined) return false;
  const own = encodeNetwork(tenant, record);
  let news = false;
  await changeObject(ports, key, (text) => {
    const before = text === undefined ? undefined : readable(text, tenant);
    const { serial } = before ?? {};
    // One that was there before is not gone with one that was made.
    const kept = before && serial === undefined && removes;
    const newer = serial !== undefined && record.serial !== undefined && serial > record.serial;
    if (text === own || kept || newer) return text!;
    news = true;
    return own;
  }, signal);
  return news;
}
