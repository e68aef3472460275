import type { Diagnostic } from "../../stack/model.ts";
import { tenantDocumentKey } from "../../state/paths.ts";
import { readText } from "../../tenant/change_object.ts";
import { tenantIam } from "../../tenant/iam/tenant_iam.ts";
import { factsOf, type TenantDocument, withNewTenant } from "../../tenant/make_tenant.ts";
import { readRegistry } from "../../tenant/registry.ts";
import type { Admin } from "../admin.ts";
import { failureOf } from "../explain_error.ts";
import { Failure, Invalid } from "../failure.ts";

/** The tenants that are to be made, and the names of those that are there exactly so. */
export interface Checked {
  wanted: TenantDocument[];
  there: string[];
}

/** Checks all before any is made, against what is there and against each other. @throws Invalid with all that is wrong */
export async function checkTenants(
  { ports, platform }: Admin,
  documents: readonly TenantDocument[],
  batch: boolean,
): Promise<Checked> {
  let tenants = await readRegistry(ports.store);
  const wanted: TenantDocument[] = [];
  const there: string[] = [];
  const wrong: Diagnostic[] = [];
  for (const document of documents) {
    const { config: { name }, text } = document;
    const known = tenants.find((one) => one.name === name);
    const before = wanted.some(({ config }) => config.name === name);
    if (
      known?.status === "active" && batch &&
      text === await readText(ports.store, tenantDocumentKey(name))
    ) {
      there.push(name);
      continue;
    }
    try {
      if (before) {
        throw new Failure({
          code: "tenant",
          summary: `tenant "${name}" stands twice in the file`,
          fix: "leave one out",
        });
      }
      tenantIam(factsOf(platform, document.config));
      tenants = withNewTenant(tenants, document.config, "");
      wanted.push(document);
    } catch (error) {
      const failure = failureOf(error);
      if (!failure || !batch) throw error;
      wrong.push({ severity: "error", ...failure.diagnostic });
    }
  }
  if (wrong.length > 0) throw new Invalid(wrong, 0);
  return { wanted, there };
}
