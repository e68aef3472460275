import { PLATFORM_PATH, tenantRoleName } from "../names.ts";
import type { Statement } from "./document.ts";
import { OWN } from "./document.ts";
import { arn, type Platform } from "./facts.ts";
import { DOCUMENTS, READABLE } from "./state_access.ts";

/**
 * What the state's bucket says of tenants besides `tlsOnly` and `conditionalOnly` of the backend: it holds also where
 * somebody gives a role more than these documents do.
 */
export function tenantBucketStatements(platform: Platform): Statement[] {
  const { accountId, partition = "aws", backend } = platform;
  const bucket = `arn:${partition}:s3:::${backend.bucket}`;
  const own = `${bucket}/tenants/${OWN}/`;
  const everyone = { Effect: "Deny", Principal: "*" } as const;
  const roles = arn(platform, "iam", "") + "role";
  const tenants = {
    ArnLike: { "aws:PrincipalArn": `${roles}${PLATFORM_PATH}${tenantRoleName("*")}` },
  };
  return [
    {
      Sid: "PankaOwnAccountOnly",
      ...everyone,
      Action: "s3:*",
      Resource: [bucket, `${bucket}/*`],
      Condition: {
        StringNotEquals: { "aws:PrincipalAccount": accountId },
        Bool: { "aws:PrincipalIsAWSService": "false" },
      },
    },
    {
      Sid: "PankaAuditIsCreatedOnly",
      ...everyone,
      Action: "s3:PutObject",
      Resource: [`${bucket}/audit/*`, `${bucket}/tenants/*/audit/*`],
      // Also parts of multipart uploads, which can't be conditional.
      Condition: { Null: { "s3:if-none-match": "true" } },
    },
    {
      Sid: "PankaTenantsByPrefix",
      ...everyone,
      Action: "s3:*",
      NotResource: [
        bucket,
        ...READABLE.map((key) => own + key),
      ],
      Condition: tenants,
    },
    {
      Sid: "PankaTenantsListTheirs",
      ...everyone,
      Action: ["s3:ListBucket", "s3:ListBucketVersions"],
      Resource: bucket,
      Condition: {
        ...tenants,
        StringNotLike: { "s3:prefix": READABLE.map((key) => `tenants/${OWN}/${key}`) },
      },
    },
    {
      Sid: "PankaTenantsWriteNoDocuments",
      ...everyone,
      Action: "s3:PutObject",
      Resource: DOCUMENTS.map((name) => `${bucket}/tenants/*/${name}`),
      Condition: tenants,
    },
    {
      Sid: "PankaNoWorkloads",
      ...everyone,
      Action: "s3:*",
      Resource: [bucket, `${bucket}/*`],
      Condition: { ArnLike: { "aws:PrincipalArn": `${roles}/panka/*` } },
    },
  ];
}
