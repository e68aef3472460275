import { checkAddresses } from "../../tenant/addresses.ts";
import { changeEntry, readRegistry } from "../../tenant/registry.ts";
import { TenantRefused } from "../../tenant/refused.ts";
import type { NetworkPlace } from "./place.ts";

/**
 * Takes the tenant's addresses in the registry, so that of two tenants only one gets them.
 *
 * @param takes false: only looks whether they are free
 * @throws TenantRefused where another tenant has them, and for a tenant that was deleted
 */
export async function claimAddresses(
  { tenant, config, registry }: NetworkPlace,
  takes = true,
): Promise<void> {
  const cidrBlock = config.spec.networking!.vpc!.cidrBlock;
  const all = await readRegistry(registry.store);
  const own = all.find(({ name }) => name === tenant);
  if (own?.status === "deleted" || own?.status === "purged") {
    throw new TenantRefused(
      `tenant "${tenant}" was deleted`,
      `panka admin tenant restore ${tenant}, or panka admin network destroy ${tenant}`,
    );
  }
  checkAddresses(cidrBlock, all.filter((one) => one !== own));
  if (!own || own.cidrBlock === cidrBlock || !takes) return;
  await changeEntry(registry, tenant, (entry, others) => {
    checkAddresses(cidrBlock, others);
    return { ...entry, cidrBlock };
  });
}
