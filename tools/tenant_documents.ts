/** Writes the documents of terraform/tenants from those that panka installs itself: `tools/deno run -A tools/tenant_documents.ts`. */
import { tenantIam } from "../src/tenant/iam/tenant_iam.ts";

const FILE = new URL("../terraform/tenants/documents.json", import.meta.url);

/** The documents with names in capitals for what the module knows. */
export function tenantDocuments(): string {
  const { role, policies, boundary, bucket } = tenantIam({
    tenant: "tenant-name",
    accountId: "000000000000",
    partition: "PARTITION",
    backend: { bucket: "BUCKET", table: "TABLE", region: "REGION" },
    kmsKeyArn: "KEY",
    principals: ["arn:aws:iam::000000000000:role/PRINCIPAL"],
    tokens: [],
    zones: ["ZONE"],
    place: { vpcId: "vpc-0", subnetIds: ["subnet-0"] },
  });
  const { path, maxSessionDuration, trust, inline } = role;
  const documents = { path, maxSessionDuration, trust, inline, policies, boundary, bucket };
  return JSON.stringify(documents, null, 2) + "\n";
}

if (import.meta.main) Deno.writeTextFileSync(FILE, tenantDocuments());
