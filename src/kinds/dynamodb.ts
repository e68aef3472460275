import type { TableArgs } from "@pulumi/aws/dynamodb/table.d.ts";
import { checkTable, keyAttributes } from "./dynamodb/check.ts";
import { dynamodbFields } from "./dynamodb/fields.ts";
import { renderScaling } from "./dynamodb/scaling.ts";
import { defineKind } from "./kind.ts";
import { kept } from "./shapes/keep.ts";
import { keyStatements, kmsKeyArn } from "./shapes/kms_key.ts";

const PROVISIONED_UNITS = 5;

/** No list rather than an empty one. */
const some = <T>(items: T[]): T[] | undefined => items.length ? items : undefined;

/** Limits: AWS, "Quotas in Amazon DynamoDB" and CreateTable. */
export const dynamodb = defineKind({
  name: "DynamoDB",
  group: "Databases",
  summary: "Table of a key-value store (Amazon DynamoDB)",
  fields: dynamodbFields,
  outputs: {
    tableName: { doc: "Name of the table", aliases: ["name"] },
    arn: { doc: "ARN of the table", aliases: ["tableArn"] },
    streamArn: { doc: "ARN of its stream of changes; empty without one" },
    kmsKeyArn: { doc: "ARN of the key it is encrypted with; empty with AWS's own" },
  },
  holdsData: true,
  proof: { level: "emulator", note: "scaling itself, and the tags of its targets" },
  example: `hashKey:
  name: orderId
  type: S
rangeKey:
  name: createdAt
  type: N
globalSecondaryIndexes:
  - name: ByCustomer
    hashKey:
      name: customerId
      type: S
    projection: KEYS_ONLY
ttl:
  attributeName: expiresAt
stream:
  viewType: NEW_AND_OLD_IMAGES`,
  check: checkTable,
  render(c) {
    const { spec } = c;
    const provisioned = spec.billingMode === "PROVISIONED";
    const read = provisioned ? spec.readCapacity ?? PROVISIONED_UNITS : undefined;
    const write = provisioned ? spec.writeCapacity ?? PROVISIONED_UNITS : undefined;
    const streaming = spec.stream?.enabled ?? spec.replicaRegions.length > 0;
    const protect = kept(c);
    const key = spec.encryption.enabled ? kmsKeyArn(c, spec.encryption.kmsKeyId) : undefined;
    // 255 characters of a–z, A–Z, 0–9, _, - and .: CreateTable.
    const name = spec.tableName ?? c.physicalName({ max: 255, allowed: /[A-Za-z0-9_.-]/ });
    const table = c.resource<TableArgs>("aws:dynamodb/table:Table", "table", {
      name,
      hashKey: spec.hashKey.name,
      rangeKey: spec.rangeKey?.name,
      attributes: keyAttributes(spec),
      billingMode: spec.billingMode,
      readCapacity: read,
      writeCapacity: write,
      onDemandThroughput: spec.maxRequests && {
        maxReadRequestUnits: spec.maxRequests.read,
        maxWriteRequestUnits: spec.maxRequests.write,
      },
      globalSecondaryIndexes: some(spec.globalSecondaryIndexes.map((index) => ({
        name: index.name,
        hashKey: index.hashKey.name,
        rangeKey: index.rangeKey?.name,
        projectionType: index.projection,
        nonKeyAttributes: index.nonKeyAttributes,
        readCapacity: provisioned ? index.readCapacity ?? read : undefined,
        writeCapacity: provisioned ? index.writeCapacity ?? write : undefined,
      }))),
      localSecondaryIndexes: some(spec.localSecondaryIndexes.map((index) => ({
        name: index.name,
        rangeKey: index.rangeKey.name,
        projectionType: index.projection,
        nonKeyAttributes: index.nonKeyAttributes,
      }))),
      // The provider refuses the attribute's name where expiry is off.
      ttl: spec.ttl &&
        (spec.ttl.enabled
          ? { enabled: true, attributeName: spec.ttl.attributeName }
          : { enabled: false }),
      streamEnabled: streaming,
      streamViewType: streaming ? spec.stream?.viewType ?? "NEW_AND_OLD_IMAGES" : undefined,
      pointInTimeRecovery: spec.pointInTimeRecovery.enabled
        ? { enabled: true, recoveryPeriodInDays: spec.pointInTimeRecovery.days }
        : { enabled: false },
      serverSideEncryption: { enabled: spec.encryption.enabled, kmsKeyArn: key },
      tableClass: spec.tableClass,
      replicas: some(spec.replicaRegions.map((regionName) => ({
        regionName,
        pointInTimeRecovery: spec.pointInTimeRecovery.enabled,
        deletionProtectionEnabled: protect || undefined,
        propagateTags: true,
      }))),
      deletionProtectionEnabled: protect,
      tags: c.tags,
    }, {
      physicalName: name,
      protect,
      deleteBeforeReplace: true,
      ignoreChanges: spec.autoscaling?.enabled ? ["readCapacity", "writeCapacity"] : undefined,
    });
    renderScaling(c, table);
    return {
      outputs: {
        tableName: name,
        arn: table.attr("arn"),
        streamArn: streaming ? table.attr("streamArn") : "",
        kmsKeyArn: key ?? "",
      },
    };
  },
  access(outputs, { mode }) {
    const key = keyStatements(outputs.kmsKeyArn, ["kms:Decrypt"]);
    if (mode === "consume") {
      return [{
        actions: [
          "dynamodb:DescribeStream",
          "dynamodb:GetRecords",
          "dynamodb:GetShardIterator",
          "dynamodb:ListStreams",
        ],
        resources: [outputs.streamArn],
      }, ...key];
    }
    return [{
      actions: [
        "dynamodb:BatchGetItem",
        "dynamodb:BatchWriteItem",
        "dynamodb:ConditionCheckItem",
        "dynamodb:DeleteItem",
        "dynamodb:DescribeTable",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:Query",
        "dynamodb:Scan",
        "dynamodb:UpdateItem",
      ],
      resources: [outputs.arn, { $join: [outputs.arn, "/index/*"] }],
    }, ...key];
  },
});
