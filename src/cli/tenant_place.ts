import type { TenantDocuments } from "../tenant/documents.ts";
import type { Context, Folder } from "./command.ts";
import { meantTenant, readConfig } from "./config.ts";
import { EXIT } from "./exit_code.ts";
import { Failure, usage } from "./failure.ts";
import { type LockPlace, lockPlace } from "./lock_address.ts";
import type { CommonOptions } from "./options.ts";
import { Sessions } from "./session_keeping/sessions.ts";
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
  folder: Folder,
  options: CommonOptions,
): Promise<TenantPlace> {
  const stackOptions = { ...options, var: [], varFile: [] };
  const { world } = context;
  const tenant = meantTenant(readConfig(context, folder, stackOptions), world) ?? nobody(world);
  const { backend } = await lockPlace(context, folder, { ...stackOptions, tenant });
  const documents = parseTexts(tenant, await requireDocuments(backend.store, tenant));
  return { tenant, backend, ...documents };
}

/** @throws Failure that says whom to log in as */
function nobody(world: Context["world"]): never {
  const [first, ...others] = new Sessions(world).tenants();
  if (first === undefined) {
    throw new Failure({
      code: "no-session",
      summary: "nobody is logged in, and no tenant is named",
      fix: "panka login --tenant NAME; with PANKA_TENANT_TOKEN, add --tenant NAME",
    }, EXIT.denied);
  }
  throw usage(
    `you are logged in as ${[first, ...others].join(" and ")}, and none is named`,
    `add --tenant ${first}`,
  );
}
