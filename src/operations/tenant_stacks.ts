import type { LockTable } from "../lock/table.ts";
import { isHeld } from "../lock/unlock.ts";
import { StateUnreadable } from "../state/codec.ts";
import { lockKey, type StackAddress } from "../state/paths.ts";
import type { Store } from "../state/store.ts";
import { openRuns } from "../state/in_flight.ts";
import { stacksOf } from "../tenant/describe_tenant.ts";
import { usageOf } from "../tenant/recorded_stacks.ts";
import { readStatus, type StackStatus } from "./status.ts";

/** One of a tenant's stacks. */
export interface TenantStack extends StackStatus {
  address: StackAddress;
  /** Where its state can't be read. */
  unreadable?: StateUnreadable;
}

/**
 * All stacks of a tenant that were ever deployed, or one; with what only the tenant's own role is needed for: no scan
 * of locks.
 */
export async function tenantStacks(
  place: { store: Store; table: LockTable },
  tenant: string,
  only?: StackAddress,
): Promise<TenantStack[]> {
  const addresses = only ? [only] : await stacksOf(place.store, tenant);
  return await Promise.all(addresses.map((address) => oneStack(place, address)));
}

async function oneStack(
  place: { store: Store; table: LockTable },
  address: StackAddress,
): Promise<TenantStack> {
  try {
    return { address, ...await readStatus(place, address) };
  } catch (error) {
    if (!(error instanceof StateUnreadable)) throw error;
    // The locks of services are named in the state only.
    const own = await place.table.get(lockKey(address));
    return { address, locks: own && isHeld(own) ? [own] : [], unreadable: error };
  }
}

/** How much is used of each limit: of the fullest stack and service, where the limit is of one. */
export interface Used {
  maxStacks: number;
  maxServicesPerStack: number;
  maxResourcesPerService: number;
  /** Not estimated yet. */
  monthlyCostLimitUsd: null;
}

/** Stacks that can't be read count as one, and nobody knows what is in them. */
export function usedOf(stacks: readonly TenantStack[]): Used {
  const usages = stacks.map(({ state, unreadable }) => ({
    ...usageOf(state?.document),
    unreadable,
  }));
  return {
    maxStacks: usages.filter(({ present, unreadable }) => present || unreadable).length,
    maxServicesPerStack: Math.max(0, ...usages.map(({ services }) => services.size)),
    maxResourcesPerService: Math.max(
      0,
      ...usages.flatMap(({ services }) => [...services.values()]),
    ),
    monthlyCostLimitUsd: null,
  };
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
  if (openRuns(state?.document).length > 0) return "interrupted";
  const statuses = Object.values(state?.document.units ?? {}).flatMap(({ components }) =>
    Object.values(components).map(({ status }) => status)
  );
  if (statuses.length === 0) return "empty";
  if (statuses.includes("unhealthy")) return "unhealthy";
  return statuses.every((status) => status === "ready") ? "ready" : "failed";
}
