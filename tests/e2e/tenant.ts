import { Iam } from "../../src/aws/iam.ts";
import { S3 } from "../../src/aws/s3.ts";
import { S3Bucket } from "../../src/aws/s3_bucket.ts";
import { tenantDocumentKey } from "../../src/state/paths.ts";
import { externalId, newToken } from "../../src/tenant/credential.ts";
import { installTenantRole } from "../../src/tenant/iam/install.ts";
import { clientOf, realClock, realRandom } from "../aws/real_world.ts";
import type { Place } from "./panka.ts";

/** Makes a tenant in a place that has a backend: its role and its document. @returns the token of its members */
export async function makeTenant(place: Place, tenant: string): Promise<string> {
  const client = clientOf(place.cloud.url);
  const { bucket, table, region } = place.backend;
  const token = await newToken(realRandom);
  const tokens = [{ id: token.id, externalId: await externalId(token, tenant) }];
  await installTenantRole({
    iam: new Iam(client),
    bucket: new S3Bucket(client, bucket),
    clock: realClock,
    emit: () => {},
  }, { tenant, accountId: "000000000000", backend: { bucket, table, region }, tokens });
  const document = `apiVersion: admin.panka.io/v1
kind: TenantConfig
metadata: {name: ${tenant}}
`;
  const body = new TextEncoder().encode(document);
  await new S3(client).putObject(bucket, tenantDocumentKey(tenant), body, {});
  return token.text;
}
