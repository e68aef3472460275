import { hostDomain } from "../../ports/partition.ts";
import { PLATFORM_PATH, tenantRoleName } from "../names.ts";
import { allow, type Document, documentOf, OWN } from "./document.ts";
import { arn, type Platform } from "./facts.ts";

/** What the platform says of a tenant, which only reads it. */
export const DOCUMENTS = ["tenant.yaml", "network.json"];
/** What a tenant may read in its folder; and list, by which panka learns what is missing. */
export const READABLE = ["v1/*", "audit/*", ...DOCUMENTS];

/** What panka's own commands need of a tenant's state, locks and engine key; the same for every tenant. */
export function stateAccess(platform: Platform): Document {
  const { accountId, partition = "aws", backend, kmsKeyArn } = platform;
  const bucket = `arn:${partition}:s3:::${backend.bucket}`;
  const own = `${bucket}/tenants/${OWN}/`;
  // A bucket of that name that somebody else owns is not the platform's.
  const expected = { "aws:ResourceAccount": accountId };
  const statements = [
    allow(
      "ReadState",
      ["s3:GetObject", "s3:GetObjectVersion"],
      READABLE.map((key) => own + key),
      { StringEquals: expected },
    ),
    allow("WriteState", "s3:PutObject", `${own}v1/*`, { StringEquals: expected }),
    // If-None-Match: what is recorded is never replaced.
    allow("AppendAudit", "s3:PutObject", `${own}audit/*`, {
      StringEquals: expected,
      Null: { "s3:if-none-match": "false" },
    }),
    allow("ListState", ["s3:ListBucket", "s3:ListBucketVersions"], bucket, {
      StringEquals: expected,
      StringLike: {
        "s3:prefix": READABLE.map((key) => `tenants/${OWN}/${key}`),
      },
    }),
    allow(
      "Lock",
      ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
      `${arn(platform, "dynamodb", backend.region)}table/${backend.table}`,
      {
        "ForAllValues:StringLike": { "dynamodb:LeadingKeys": `tenant:${OWN}:*` },
        // ForAllValues holds of nothing too.
        Null: { "dynamodb:LeadingKeys": "false" },
      },
    ),
    // Three names between: /panka/<stack>/<environment>/engine-key is of a stack without a tenant.
    allow(
      "EngineKey",
      ["ssm:GetParameter", "ssm:PutParameter"],
      `${arn(platform, "ssm")}parameter/panka/${OWN}/*/*/engine-key`,
    ),
    // Not iam:GetRole: who has read the trust policy can log in as long as a token is good, without the token.
    allow(
      "FindBackend",
      "iam:ListRoleTags",
      `${arn(platform, "iam", "")}role${PLATFORM_PATH}${tenantRoleName(OWN)}`,
    ),
  ];
  if (kmsKeyArn !== undefined) {
    // With a bucket key, S3's encryption context is the bucket and not the object (Amazon S3 User Guide, "Reducing the
    // cost of SSE-KMS with Amazon S3 Bucket Keys"): the key tells buckets apart, the statements above tenants.
    statements.push(
      allow("StateKey", ["kms:Decrypt", "kms:GenerateDataKey"], kmsKeyArn, {
        StringEquals: {
          "kms:ViaService": `s3.${backend.region}.${hostDomain(partition)}`,
          "kms:EncryptionContext:aws:s3:arn": bucket,
        },
      }),
      allow("LockKey", ["kms:Decrypt", "kms:DescribeKey"], kmsKeyArn, {
        StringEquals: {
          "kms:ViaService": `dynamodb.${backend.region}.${hostDomain(partition)}`,
          "kms:EncryptionContext:aws:dynamodb:tableName": backend.table,
        },
      }),
    );
  }
  return documentOf(statements, "managed", "policy for state");
}
