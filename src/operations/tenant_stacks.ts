import type { LockTable } from "../lock/table.ts";
import { StateUnreadable } from "../state/codec.ts";
import type { StateDocument } from "../state/document.ts";
import type { StackAddress } from "../state/paths.ts";
import type { Store } from "../state/store.ts";
import { stacksOf } from "../tenant/describe_tenant.ts";
import { readStatus, type StackStatus } from "./status.ts";

/** One of a tenant's stacks. */
export interface TenantStack extends StackStatus {
  address: StackAddress;
  /** Why its state can't be read, where it can't. */
  unreadable?: string;
}

/** How many stacks are read at the same time. */
const AT_ONCE = 8;

/** All stacks of a tenant that were ever deployed, with what only the tenant's own role is needed for: no scan of locks. */
export async function tenantStacks(
  place: { store: Store; table: LockTable },
  tenant: string,
): Promise<TenantStack[]> {
  const addresses = (await stacksOf(place.store, tenant)).entries();
  const found: TenantStack[] = [];
  const read = async () => {
    for (const [at, address] of addresses) found[at] = await oneStack(place, address);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, read));
  return found;
}

async function oneStack(
  place: { store: Store; table: LockTable },
  address: StackAddress,
): Promise<TenantStack> {
  try {
    return { address, ...await readStatus(place, address) };
  } catch (error) {
    if (!(error instanceof StateUnreadable)) throw error;
    return { address, locks: [], unreadable: error.message };
  }
}

/** What is deployed of a stack. */
export interface Usage {
  /** Service → its components. */
  services: Map<string, number>;
  components: number;
}

export function usageOf(document: StateDocument | undefined): Usage {
  const ids = Object.values(document?.units ?? {}).flatMap(({ components }) =>
    Object.keys(components)
  );
  const services = new Map<string, number>();
  for (const id of ids) {
    const service = id.split("/")[0]!;
    services.set(service, (services.get(service) ?? 0) + 1);
  }
  return { services, components: ids.length };
}

/** What people want to know of a stack at a glance. */
export type StackCondition =
  | "deploying"
  | "interrupted"
  | "failed"
  | "unhealthy"
  | "ready"
  | "empty"
  | "unreadable";

export function conditionOf({ state, locks, unreadable }: TenantStack): StackCondition {
  if (unreadable !== undefined) return "unreadable";
  if (locks.length > 0) return "deploying";
  const units = Object.values(state?.document.units ?? {});
  if (units.some(({ inFlight }) => inFlight)) return "interrupted";
  const statuses = units.flatMap(({ components }) =>
    Object.values(components).map(({ status }) => status)
  );
  if (statuses.length === 0) return "empty";
  if (statuses.includes("unhealthy")) return "unhealthy";
  return statuses.every((status) => status === "ready") ? "ready" : "failed";
}
