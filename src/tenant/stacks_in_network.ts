import { readState } from "../state/history.ts";
import { addressOf, type StackAddress, stacksPrefix } from "../state/paths.ts";
import type { Store } from "../state/store.ts";
import type { TenantNetwork } from "./network.ts";

/** A stack that stands in a VPC. */
export interface StackInNetwork {
  stack: string;
  environment: string;
  /** How many of its components are there. */
  components: number;
  subnetIds: string[];
}

/** The tenant's stacks of which something is deployed into a VPC, by what their states say. */
export async function stacksIn(
  store: Store,
  tenant: string,
  vpcId: string,
): Promise<StackInNetwork[]> {
  const addresses = (await store.list(stacksPrefix(tenant))).map(addressOf)
    .filter((address): address is StackAddress => address !== undefined);
  const found = await Promise.all(addresses.map(async (address) => {
    const units = Object.values((await readState(store, address))?.document.units ?? {});
    const settings = units.find((unit) => unit.settings)?.settings;
    const { existing } = (settings?.networking ?? {}) as Partial<TenantNetwork>;
    const components = units.reduce((n, unit) => n + Object.keys(unit.components).length, 0);
    // Of what says nothing of its network it is not known that it stands elsewhere.
    const inside = settings === undefined || existing?.vpcId === vpcId;
    const { stack, environment } = address;
    const subnetIds = Object.values(existing?.subnetIds ?? {}).flat();
    return components > 0 && inside ? [{ stack, environment, components, subnetIds }] : [];
  }));
  return found.flat();
}
