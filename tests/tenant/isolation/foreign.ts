import {
  auditKey,
  checkpointKey,
  lockKey,
  stateKey,
  TENANT_REGISTRY_KEY,
  tenantCredentialKey,
  tenantDocumentKey,
  tenantNetworkKey,
} from "../../../src/state/paths.ts";
import type { Context } from "../../iam/request.ts";
import type { Seeded } from "../../random.ts";
import { anAddress } from "./panka.ts";
import {
  arn,
  type Asked,
  BUCKET,
  type Question,
  sessionOf,
  somebody,
  STATE_KEY,
  TABLE,
  TAG,
  tagged,
  tagging,
  workloadOf,
} from "./world.ts";

/** Whatever somebody would ask that is another's, or the platform's. */
export type Foreign = (random: Seeded, me: string, other: string) => Asked;

const some = (random: Seeded, ...parts: Context[]): Context =>
  Object.assign({}, ...parts.filter(() => random.below(2)));

const OBJECTS =
  "GetObject GetObjectVersion PutObject DeleteObject GetObjectAcl PutObjectAcl GetObjectTagging GetObjectAttributes PutObjectTagging DeleteObjectVersion DeleteObjectTagging RestoreObject AbortMultipartUpload ListMultipartUploadParts PutObjectRetention BypassGovernanceRetention"
    .split(" ");

const object: Foreign = (random, me, other) => {
  const [mine, theirs] = [me, other].map((tenant) => anAddress(random, tenant));
  const anybodys = random.pick([
    stateKey(theirs!),
    checkpointKey(theirs!, "stack"),
    auditKey(other, random.below(2 ** 31) * 1000, "01J"),
    tenantDocumentKey(other),
    tenantNetworkKey(other),
    tenantCredentialKey(other),
    // The platform's, of nobody or of this tenant.
    TENANT_REGISTRY_KEY,
    tenantCredentialKey(me),
    stateKey({ ...mine!, tenant: undefined }),
    "audit/2026/01/01J.json",
    // Near misses.
    `tenants/${me}`,
    `tenants/${me}/`,
    `tenants/${me}x/v1/stacks/a/b/state.json`,
    `tenants//${me}/v1/x`,
    `/tenants/${me}/v1/x`,
    `tenants/${me}/v2/x`,
    `tenants/${me}/../${other}/v1/x`,
    `tenants/${other}/../${me}/v1/x`,
    `tenants/${other}%2F..%2F${me}/v1/x`,
    `tenants/*/v1/x`,
    `tenants/?/v1/x`,
    `tenants/\${aws:PrincipalTag/${TAG}}/v1/x`,
    `Tenants/${me}/v1/x`,
  ]);
  const context = some(
    random,
    { "s3:if-match": "etag" },
    { "s3:if-none-match": "*" },
    { "s3:ObjectCreationOperation": "true" },
    { "s3:x-amz-acl": "bucket-owner-full-control" },
    tagging({ [TAG]: me }),
  );
  const ask = (key: string, actions = OBJECTS) => ({
    action: `s3:${random.pick(random.below(2) ? actions : actions.slice(0, 6))}`,
    resource: `arn:aws:s3:::${BUCKET}/${key}`,
    context,
  });
  // Of its own, a tenant may neither write nor remove what the platform says of it, nor remove or open anything.
  if (random.below(4)) return ask(anybodys);
  const own = random.pick([tenantDocumentKey(me), tenantNetworkKey(me)]);
  if (random.below(2)) return ask(own, OBJECTS.slice(2));
  return ask(
    stateKey(mine!),
    OBJECTS.filter((action) => !/^(GetObject(Version)?|PutObject)$/.test(action)),
  );
};

const audited: Foreign = (random, me) => {
  const { "s3:if-none-match": _, ...context } = some(
    random,
    { "s3:if-match": "etag" },
    tagging({ [TAG]: me }),
  ) as Record<string, string>;
  return {
    action: random.pick(["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"]),
    resource: `arn:aws:s3:::${BUCKET}/${auditKey(me, random.below(2 ** 31) * 1000, "01J")}`,
    context,
  };
};

const bucket: Foreign = (random, me, other) => {
  const list = random.below(2) === 0;
  const prefix = random.pick([
    undefined,
    "",
    "t",
    "tenants/",
    `tenants/${me}`,
    `tenants/${me}-`,
    `tenants/${me}/`,
    `tenants/${me}/v`,
    `tenants/${other}`,
    `tenants/${other}/`,
    `tenants/${other}/v1/stacks/`,
    `tenants/${other}/audit/`,
    tenantDocumentKey(other),
    tenantNetworkKey(other),
    `tenants/${me}/../${other}/v1/`,
    "v1/stacks/",
    "audit/",
    "*",
  ]);
  return {
    action: "s3:" + (list ? random.pick(["ListBucket", "ListBucketVersions"]) : random.pick(
      "ListBucketMultipartUploads GetBucketPolicy PutBucketPolicy DeleteBucketPolicy DeleteBucket PutBucketVersioning PutLifecycleConfiguration PutReplicationConfiguration PutBucketAcl PutBucketPublicAccessBlock GetBucketVersioning PutBucketNotification PutEncryptionConfiguration"
        .split(" "),
    )),
    resource: `arn:aws:s3:::${BUCKET}`,
    context: { ...prefix !== undefined && { "s3:prefix": prefix } },
  };
};

const lock: Foreign = (random, me, other) => {
  const mine = lockKey(anAddress(random, me));
  const theirs = random.pick([
    lockKey(anAddress(random, other)),
    lockKey(anAddress(random, other), "api"),
    lockKey({ ...anAddress(random, me), tenant: undefined }),
    `tenant:${me}`,
    `tenant:${me}x:stack:a:env:b`,
    `tenant:*:stack:a:env:b`,
  ]);
  const table = arn("dynamodb", `table/${TABLE}`, random.pick(["eu-west-1", "us-east-1"]));
  const items =
    "GetItem PutItem UpdateItem DeleteItem Query BatchGetItem BatchWriteItem ConditionCheckItem PartiQLSelect PartiQLUpdate PartiQLInsert PartiQLDelete"
      .split(" ");
  switch (random.below(4)) {
    case 0:
      return {
        action: `dynamodb:${random.pick(items)}`,
        resource: table,
        context: { "dynamodb:LeadingKeys": random.below(2) ? [theirs] : [mine, theirs] },
      };
    case 1:
      // All keys at once, or an item of its own that must not go.
      return {
        action: `dynamodb:${random.pick(["Scan", "PartiQLSelect", "Query", "BatchWriteItem"])}`,
        resource: table,
      };
    case 2:
      return {
        action: `dynamodb:${random.pick(["DeleteItem", "BatchWriteItem", "PartiQLDelete"])}`,
        resource: table,
        context: { "dynamodb:LeadingKeys": [mine] },
      };
    default:
      return {
        action: "dynamodb:" + random.pick(
          "DeleteTable UpdateTable DescribeTable UpdateTimeToLive CreateBackup RestoreTableFromBackup ExportTableToPointInTime PutResourcePolicy GetRecords DescribeStream TagResource UpdateContinuousBackups"
            .split(" "),
        ),
        resource: table + random.pick(["", "/stream/x", "/index/x", "/backup/x"]),
        context: some(random, tagging({ [TAG]: me })),
      };
  }
};

/** In another bucket or table, and where AWS told no key. */
const elsewhere: Foreign = (random, me) => {
  if (random.below(3) === 0) {
    return {
      action: "s3:ListBucket",
      resource: "arn:aws:s3:::billing",
      context: { "s3:prefix": `tenants/${me}/v1/` },
    };
  }
  const action = `dynamodb:${random.pick(["GetItem", "PutItem", "UpdateItem"])}`;
  if (random.below(2)) return { action, resource: arn("dynamodb", `table/${TABLE}`) };
  const leading = { "dynamodb:LeadingKeys": [lockKey(anAddress(random, me))] };
  return { action, resource: arn("dynamodb", "table/billing"), context: leading };
};

const key: Foreign = (random, me, other) => {
  const action = "kms:" + random.pick(
    "Decrypt Encrypt GenerateDataKey ReEncryptFrom ReEncryptTo CreateGrant DescribeKey PutKeyPolicy GetKeyPolicy ScheduleKeyDeletion DisableKey RevokeGrant TagResource UntagResource UpdateAlias"
      .split(" "),
  );
  if (random.below(2)) {
    const context = random.below(2)
      ? { ...tagged(other), ...some(random, tagging({ [TAG]: me })) }
      : {
        "kms:ViaService": `${random.pick(["s3", "dynamodb"])}.eu-west-1.amazonaws.com`,
        "kms:EncryptionContext:aws:s3:arn": `arn:aws:s3:::${BUCKET}`,
        "kms:EncryptionContext:aws:dynamodb:tableName": TABLE,
      };
    return { action, resource: arn("kms", "key/theirs"), context };
  }
  return {
    action,
    resource: STATE_KEY,
    // Straight, for another service, or for another bucket or table.
    context: random.pick<Context>([
      {},
      { "kms:ViaService": "sqs.eu-west-1.amazonaws.com" },
      { "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
      { "kms:EncryptionContext:aws:s3:arn": `arn:aws:s3:::${BUCKET}` },
      { "kms:EncryptionContext:aws:dynamodb:tableName": TABLE },
      {
        "kms:ViaService": "s3.eu-west-1.amazonaws.com",
        "kms:EncryptionContext:aws:s3:arn": `arn:aws:s3:::${other}-data`,
      },
      {
        "kms:ViaService": "dynamodb.eu-west-1.amazonaws.com",
        "kms:EncryptionContext:aws:dynamodb:tableName": `${me}-dev-shop-x`,
      },
    ]),
  };
};

const parameter: Foreign = (random, me, other) => ({
  action: "ssm:" + random.pick(
    "GetParameter GetParameters GetParametersByPath GetParameterHistory PutParameter DeleteParameter LabelParameterVersion AddTagsToResource"
      .split(" "),
  ),
  resource: arn(
    "ssm",
    "parameter/" + random.pick([
      `panka/${other}/shop/dev/engine-key`,
      `panka/${me}/dev/engine-key`,
      `panka/shop/dev/engine-key`,
      `panka/${me}x/shop/dev/engine-key`,
      `panka/${me}/shop/dev/other`,
      `${other}/db/password`,
      "panka",
      `panka/${other}`,
    ]),
  ),
  context: some(random, tagging({ [TAG]: me })),
});

/** What the bucket's policy says, whoever opens the bucket, and whoever asks. */
export function closed(random: Seeded, me: string, other: string): Question {
  const tenant = sessionOf(me);
  const whole = { "s3:ObjectCreationOperation": "true" };
  const ask = (action: string, key?: string, context: Context = {}): Asked => ({
    action: `s3:${action}`,
    resource: `arn:aws:s3:::${BUCKET}${key === undefined ? "" : `/${key}`}`,
    context,
  });
  const mine = stateKey(anAddress(random, me));
  const theirs = random.pick([
    stateKey(anAddress(random, other)),
    stateKey({ ...anAddress(random, me), tenant: undefined }),
    auditKey(other, 0, "01J"),
    tenantDocumentKey(other),
    tenantCredentialKey(me),
    tenantNetworkKey(other),
    TENANT_REGISTRY_KEY,
  ]);
  const anybodys = random.pick([mine, theirs, undefined]);
  const read = anybodys === undefined ? "ListBucket" : random.pick(["GetObject", "PutObject"]);
  const created = { ...whole, "s3:if-none-match": "*" };
  return random.pick<() => Question>([
    () => ({ caller: somebody("999999999999"), asked: ask(read, anybodys, created) }),
    () => ({
      caller: random.pick([somebody(), tenant]),
      asked: ask(read, anybodys, { ...created, "aws:SecureTransport": "false" }),
    }),
    () => ({
      caller: somebody(),
      asked: ask(
        "PutObject",
        random.pick([mine, stateKey({ stack: "a", environment: "b" })]),
        whole,
      ),
    }),
    () => ({
      caller: somebody(),
      asked: ask("PutObject", random.pick(["audit/2026/01/01J.json", auditKey(me, 0, "01J")])),
    }),
    () => ({ caller: workloadOf(me), asked: ask(read, anybodys, created) }),
    () => ({
      caller: tenant,
      asked: ask(random.pick(["GetObject", "PutObject", "DeleteObject"]), theirs, created),
    }),
    () => ({
      caller: tenant,
      asked: ask(
        "PutObject",
        random.pick([tenantDocumentKey(me), tenantNetworkKey(me)]),
        created,
      ),
    }),
    () => ({
      caller: tenant,
      asked: ask(
        random.pick(["ListBucket", "ListBucketVersions"]),
        undefined,
        random.pick<Context>([
          {},
          { "s3:prefix": "" },
          {
            "s3:prefix": random.pick([
              "tenants/",
              `tenants/${other}/v1/`,
              `tenants/${other}/audit/`,
              tenantDocumentKey(other),
              tenantNetworkKey(other),
            ]),
          },
        ]),
      ),
    }),
  ])();
}

/** What the platform guards whatever a role is allowed. */
export const GUARDED_STATE: readonly Foreign[] = [object, audited, bucket, lock];
export const STATE: readonly Foreign[] = [...GUARDED_STATE, elsewhere, key, parameter];
