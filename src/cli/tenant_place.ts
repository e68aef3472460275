import { meantTenant, readConfig } from "./config.ts";
import type { TenantDocuments } from "../tenant/documents.ts";
import type { Context } from "./command.ts";
import { usage } from "./failure.ts";
import { type LockPlace, lockPlace } from "./lock_address.ts";
import type { CommonOptions } from "./options.ts";
import { parseTexts, requireDocuments } from "./tenant_documents.ts";

/** Where a tenant's state is, and what the platform says of it. */
export interface TenantPlace extends TenantDocuments {
  tenant: string;
  backend: LockPlace["backend"];
}

/**
 * The tenant that `--tenant`, the stack here, the configuration or the only session names.
 *
 * @throws Failure where there is none, or nobody is logged in as it
 */
export async function tenantPlace(
  context: Context,
  folder: string | undefined,
  options: CommonOptions,
): Promise<TenantPlace> {
  const { backend, tenant } = await lockPlace(context, folder, {
    ...options,
    tenant: meantTenant(readConfig(context, folder, options), context.world),
    var: [],
    varFile: [],
  });
  if (tenant === undefined) {
    throw usage(
      "no tenant is named, here or by a session",
      "panka login --tenant NAME, or name one with --tenant",
    );
  }
  const documents = parseTexts(tenant, await requireDocuments(backend.store, tenant));
  return { tenant, backend, ...documents };
}
