import {
  auditKey,
  checkpointKey,
  lockKey,
  type StackAddress,
  stacksPrefix,
  stateKey,
  tenantDocumentKey,
  tenantNetworkKey,
} from "../../../src/state/paths.ts";
import { tenantRoleArn } from "../../../src/tenant/names.ts";
import type { Seeded } from "../../random.ts";
import { ACCOUNT, arn, type Asked, BUCKET, STATE_KEY, TABLE, tagged } from "./world.ts";

/** Names as stacks, environments and services have them. */
const word = (random: Seeded) =>
  random.pick(["shop", "a", "prod-2", "x".repeat(40), "stack", "v1"]);

export const anAddress = (random: Seeded, tenant: string): StackAddress => ({
  tenant,
  stack: word(random),
  environment: word(random),
});

const object = (key: string) => `arn:aws:s3:::${BUCKET}/${key}`;
const condition = (random: Seeded) =>
  random.below(2) ? { "s3:if-match": "etag" } : { "s3:if-none-match": "*" };
const whole = { "s3:ObjectCreationOperation": "true" };

/** What panka asks for itself: state, checkpoints, audit, documents, locks, the key of the engine, and where all is. */
export function panka(random: Seeded, tenant: string): Asked {
  const address = anAddress(random, tenant);
  const read = random.pick(["s3:GetObject", "s3:GetObjectVersion"]);
  const audit = auditKey(tenant, random.below(2 ** 31) * 1000, "01J");
  return random.pick<() => Asked>([
    () => ({ action: read, resource: object(stateKey(address)) }),
    () => ({ action: read, resource: object(checkpointKey(address, word(random))) }),
    () => ({ action: "s3:GetObject", resource: object(audit) }),
    () => ({ action: "s3:GetObject", resource: object(tenantDocumentKey(tenant)) }),
    () => ({ action: "s3:GetObject", resource: object(tenantNetworkKey(tenant)) }),
    () => ({
      action: "s3:PutObject",
      resource: object(stateKey(address)),
      context: { ...condition(random), ...whole },
    }),
    () => ({
      action: "s3:PutObject",
      resource: object(checkpointKey(address, word(random))),
      context: whole,
    }),
    () => ({
      action: "s3:PutObject",
      resource: object(audit),
      context: { "s3:if-none-match": "*", ...whole },
    }),
    () => ({
      action: random.pick(["s3:ListBucket", "s3:ListBucketVersions"]),
      resource: `arn:aws:s3:::${BUCKET}`,
      context: {
        "s3:prefix": random.pick([
          stacksPrefix(tenant),
          stateKey(address),
          checkpointKey(address, word(random)),
          `tenants/${tenant}/audit/`,
          // Whether it is there.
          tenantDocumentKey(tenant),
          tenantNetworkKey(tenant),
        ]),
      },
    }),
    () => ({
      action: random.pick(["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]),
      resource: arn("dynamodb", `table/${TABLE}`),
      context: {
        "dynamodb:LeadingKeys": [lockKey(address, random.below(2) ? word(random) : undefined)],
      },
    }),
    // A part of an upload.
    () => ({
      action: "s3:PutObject",
      resource: object(stateKey(address)),
      context: { "s3:ObjectCreationOperation": "false" },
    }),
    () => ({
      action: random.pick(["ssm:GetParameter", "ssm:PutParameter"]),
      resource: arn(
        "ssm",
        `parameter/panka/${tenant}/${address.stack}/${address.environment}/engine-key`,
      ),
    }),
    () => ({ action: "iam:ListRoleTags", resource: tenantRoleArn(ACCOUNT, tenant) }),
    () => ({
      action: random.pick(["kms:Decrypt", "kms:GenerateDataKey"]),
      resource: STATE_KEY,
      context: {
        "kms:ViaService": "s3.eu-west-1.amazonaws.com",
        "kms:EncryptionContext:aws:s3:arn": `arn:aws:s3:::${BUCKET}`,
      },
    }),
    () => ({
      action: random.pick(["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]),
      ...random.pick([
        { resource: arn("secretsmanager", `secret:${tenant}-db`) },
        { resource: arn("secretsmanager", `secret:${tenant}/db`) },
        { resource: arn("secretsmanager", "secret:shared"), context: tagged(tenant) },
      ]),
    }),
    () => ({
      action: random.pick(["kms:Decrypt", "kms:DescribeKey"]),
      resource: STATE_KEY,
      context: {
        "kms:ViaService": "dynamodb.eu-west-1.amazonaws.com",
        "kms:EncryptionContext:aws:dynamodb:tableName": TABLE,
      },
    }),
  ])();
}
