import { stringify } from "yaml";
import { sha256Hex } from "../aws/digest.ts";
import { parseYaml } from "../stack/yaml.ts";
import { canonicalJson } from "../state/canonical.ts";
import { TENANT_REGISTRY_KEY } from "../state/paths.ts";
import type { Store } from "../state/store.ts";
import { changeObject, type ChangePorts, readText } from "./change_object.ts";
import { TENANT_NAME } from "./names.ts";
import { TenantRefused } from "./refused.ts";

const SCHEMA = "panka/tenants@1";
const HEADER =
  "# Which tenants there are. panka admin tenant changes this file; a checksum guards it.\n";

/** `creating`: init has not come to its end. `purged`: gone for good, only the name stays taken. */
export const TENANT_STATUSES = ["creating", "active", "suspended", "deleted", "purged"] as const;
export type TenantStatus = typeof TENANT_STATUSES[number];

/** Who a tenant is. */
export interface TenantEntry {
  name: string;
  /** RFC 3339. */
  created: string;
  status: TenantStatus;
  /** RFC 3339: when it became so. */
  since: string;
  /** Why it was suspended or deleted. */
  reason?: string;
  /** What a deleted tenant is again when it is restored. */
  before?: "creating" | "active" | "suspended";
  /** Whom its team asks. */
  contact?: string;
  /** Addresses of its own VPC: here, so that of two tenants made at once only one gets them. */
  cidrBlock?: string;
}

/** All tenants, sorted by name; none only where there certainly is no registry. @throws TenantRefused where it is damaged */
export async function readRegistry(store: Store, signal?: AbortSignal): Promise<TenantEntry[]> {
  return await decode(await readText(store, TENANT_REGISTRY_KEY, signal), store, signal);
}

/** @throws TenantRefused where there is no such tenant */
export async function readEntry(
  store: Store,
  name: string,
  signal?: AbortSignal,
): Promise<TenantEntry> {
  return entryOf(await readRegistry(store, signal), name);
}

/**
 * Changes the registry; what others change meanwhile stays.
 *
 * @param change may be called several times, also with its own outcome; throws to refuse
 */
export async function changeRegistry(
  ports: ChangePorts,
  change: (tenants: readonly TenantEntry[]) => readonly TenantEntry[],
  signal?: AbortSignal,
): Promise<void> {
  await changeObject(
    ports,
    TENANT_REGISTRY_KEY,
    async (text) => encode(change(await decode(text, ports.store, signal))),
    signal,
  );
}

/** Changes one tenant's entry, and returns it. @throws TenantRefused where there is no such tenant */
export async function changeEntry(
  ports: ChangePorts,
  name: string,
  change: (entry: TenantEntry, others: readonly TenantEntry[]) => TenantEntry,
  signal?: AbortSignal,
): Promise<TenantEntry> {
  let changed: TenantEntry | undefined;
  await changeRegistry(ports, (tenants) => {
    const others = tenants.filter((one) => one.name !== name);
    changed = change(entryOf(tenants, name), others);
    return [...others, changed];
  }, signal);
  return changed!;
}

function entryOf(tenants: readonly TenantEntry[], name: string): TenantEntry {
  const entry = tenants.find((one) => one.name === name);
  if (entry) return entry;
  throw new TenantRefused(`there is no tenant "${name}"`, "panka admin tenant list shows them");
}

async function encode(tenants: readonly TenantEntry[]): Promise<string> {
  const sorted = tenants.toSorted((a, b) => a.name < b.name ? -1 : 1);
  const checksum = await sha256Hex(new TextEncoder().encode(canonicalJson(sorted)));
  return HEADER + stringify({ schema: SCHEMA, checksum, tenants: sorted });
}

async function decode(
  text: string | undefined,
  store: Store,
  signal: AbortSignal | undefined,
): Promise<TenantEntry[]> {
  const damaged = (why: string) =>
    new TenantRefused(
      `the registry of tenants in ${store.location} can't be trusted`,
      `put the last good version of "${TENANT_REGISTRY_KEY}" there again: the bucket keeps all, and panka alone writes it`,
      why,
    );
  if (text === undefined) {
    if ((await store.versions(TENANT_REGISTRY_KEY, signal)).length === 0) return [];
    // Somebody may have just made it.
    text = await readText(store, TENANT_REGISTRY_KEY, signal);
    if (text === undefined) throw damaged("it was deleted: earlier versions are there");
  }
  const { documents: [document], error } = parseYaml(text);
  if (error) throw damaged(error.message);
  const value = document?.value as Record<string, unknown> | undefined;
  if (value?.schema !== SCHEMA) {
    throw damaged(`its schema is ${JSON.stringify(value?.schema)}, not "${SCHEMA}"`);
  }
  const { tenants, checksum } = value;
  if (checksum !== await sha256Hex(new TextEncoder().encode(canonicalJson(tenants ?? null)))) {
    throw damaged("its checksum does not fit: somebody changed it by hand, or a part is missing");
  }
  const isEntry = ({ name, status }: TenantEntry) =>
    TENANT_NAME.test(name) && TENANT_STATUSES.includes(status);
  if (!Array.isArray(tenants) || !tenants.every(isEntry)) {
    throw damaged("it names a tenant or a status that this panka does not know");
  }
  return tenants;
}
