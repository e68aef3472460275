import type { DeploymentSummary, StateDocument } from "../state/document.ts";
import { StateUnreadable } from "../state/codec.ts";
import { readState } from "../state/history.ts";
import type { StackAddress } from "../state/paths.ts";
import type { Store } from "../state/store.ts";
import { openRuns } from "../state/in_flight.ts";
import { stacksOf } from "./describe_tenant.ts";

/** What is deployed of a stack. */
export interface Usage {
  /** Service → its components. */
  services: Map<string, number>;
  components: number;
  /** Something is there, or may be: a run that was cut off may have made what no component says. */
  present: boolean;
}

/** A stack by its state. */
export interface RecordedStack extends Usage {
  address: StackAddress;
  document?: StateDocument;
  /** The newest. */
  last?: DeploymentSummary;
  /** Why nobody knows what is there, where the state is damaged. */
  unreadable?: StateUnreadable;
}

export function usageOf(document: StateDocument | undefined): Usage {
  const units = Object.values(document?.units ?? {});
  const ids = units.flatMap(({ components }) => Object.keys(components));
  const services = new Map<string, number>();
  for (const id of ids) {
    const service = id.split("/")[0]!;
    services.set(service, (services.get(service) ?? 0) + 1);
  }
  const present = ids.length > 0 || openRuns(document).length > 0;
  return { services, components: ids.length, present };
}

/** All stacks of a tenant, also those of which nothing is left. */
export async function recordedStacks(
  store: Store,
  tenant: string,
  signal?: AbortSignal,
): Promise<RecordedStack[]> {
  const addresses = await stacksOf(store, tenant, signal);
  const found = await Promise.all(
    addresses.map((address) => stackByState(store, address, signal)),
  );
  return found.filter((stack) => stack !== undefined);
}

/** One stack; undefined where there is no state of it. */
export async function stackByState(
  store: Store,
  address: StackAddress,
  signal?: AbortSignal,
): Promise<RecordedStack | undefined> {
  try {
    const state = await readState(store, address, signal);
    if (!state) return undefined;
    const { document, document: { deployments: [last] } } = state;
    return { address, document, ...usageOf(document), ...last && { last } };
  } catch (unreadable) {
    if (!(unreadable instanceof StateUnreadable)) throw unreadable;
    return { address, ...usageOf(undefined), present: true, unreadable };
  }
}
