import type { DeploymentSummary } from "../state/document.ts";
import { readState } from "../state/history.ts";
import type { StackAddress } from "../state/paths.ts";
import type { Store } from "../state/store.ts";
import { stacksOf } from "./describe_tenant.ts";

/** What is recorded of a stack, counted. */
export interface RecordedStack {
  address: StackAddress;
  services: number;
  components: number;
  /** The newest. */
  last?: DeploymentSummary;
}

/** All stacks of a tenant, also those of which nothing is left. @throws StateUnreadable */
export async function recordedStacks(
  store: Store,
  tenant: string,
  signal?: AbortSignal,
): Promise<RecordedStack[]> {
  const found: RecordedStack[] = [];
  for (const address of await stacksOf(store, tenant, signal)) {
    const stack = await recordedStack(store, address, signal);
    if (stack) found.push(stack);
  }
  return found;
}

/** One stack; undefined where there is no state of it. */
export async function recordedStack(
  store: Store,
  address: StackAddress,
  signal?: AbortSignal,
): Promise<RecordedStack | undefined> {
  const state = await readState(store, address, signal);
  if (!state) return undefined;
  const { units, deployments: [last] } = state.document;
  const ids = Object.values(units).flatMap(({ components }) => Object.keys(components));
  const services = new Set(ids.map((id) => id.split("/")[0]));
  return { address, services: services.size, components: ids.length, ...last && { last } };
}
