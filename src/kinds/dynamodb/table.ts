import type { TableArgs } from "@pulumi/aws/dynamodb/table.d.ts";
import type { RenderContext } from "../render.ts";
import { kept } from "../shapes/keep.ts";
import { kmsKeyArn } from "../shapes/kms_key.ts";
import { some } from "../shapes/lists.ts";
import { keyAttributes } from "./check_keys.ts";
import type { DynamoDBSpec } from "./fields.ts";
import { renderScaling } from "./scaling.ts";

const PROVISIONED_UNITS = 5;

/** The table, and what scales it. */
export function renderTable(c: RenderContext<DynamoDBSpec>) {
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
    // AWS turns it off only by the attribute's name.
    ttl: spec.ttl,
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
}
