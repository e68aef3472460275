import type { Store } from "../state/store.ts";
import type { TenantNetwork } from "./network.ts";
import { recordedStacks } from "./recorded_stacks.ts";

/** A stack that stands in a VPC, or may. */
export interface StackInNetwork {
  stack: string;
  environment: string;
  /** How many of its components are there. */
  components: number;
  subnetIds: string[];
  /** Its state is damaged: nobody knows what is there, and where. */
  unreadable?: true;
}

/** The tenant's stacks of which something is deployed into a VPC, by what their states say. */
export async function stacksIn(
  store: Store,
  tenant: string,
  vpcId: string,
): Promise<StackInNetwork[]> {
  const stacks = await recordedStacks(store, tenant);
  return stacks.flatMap(({ address: { stack, environment }, document, components, unreadable }) => {
    const units = Object.values(document?.units ?? {});
    const settings = units.find((unit) => unit.settings)?.settings;
    const { existing } = (settings?.networking ?? {}) as Partial<TenantNetwork>;
    // Of what says nothing of its network it is not known that it stands elsewhere.
    const inside = settings === undefined || existing?.vpcId === vpcId;
    if (!inside || !(components > 0 || unreadable)) return [];
    const subnetIds = Object.values(existing?.subnetIds ?? {}).flat();
    return [{ stack, environment, components, subnetIds, ...unreadable && { unreadable: true } }];
  });
}
