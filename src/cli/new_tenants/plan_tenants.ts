import { TENANT_REGISTRY_KEY, tenantCredentialKey, tenantDocumentKey } from "../../state/paths.ts";
import { planTenant, type TenantDocument } from "../../tenant/make_tenant.ts";
import type { Admin } from "../admin.ts";
import type { Context } from "../command.ts";

/** Shows what would be written. */
export async function planTenants(
  { out }: Context,
  admin: Admin,
  wanted: readonly TenantDocument[],
): Promise<void> {
  const tenants = [];
  for (const document of wanted) {
    const { name } = document.config;
    const from = admin.calls.length;
    await planTenant(admin.ports, admin.platform, document);
    tenants.push({
      name,
      objects: [TENANT_REGISTRY_KEY, tenantDocumentKey(name), tenantCredentialKey(name)],
      document: document.text,
      calls: admin.calls.slice(from),
    });
  }
  if (out.format !== "table") {
    return await out.document({ schema: "panka/tenant-init-plan@1", tenants });
  }
  for (const { objects, document, calls } of tenants) {
    out.text(objects.map((key) => `PutObject ${admin.ports.store.location}/${key}`).join("\n"));
    out.text(document.trimEnd().replace(/^/gm, "  "));
    out.text(
      calls.map(({ operation, resource, why }) => `${operation} ${resource}: ${why}`).join("\n"),
    );
  }
  out.say(
    "nothing was written, and no token was made; --print-iam shows the documents. next: the same without --dry-run",
  );
}
