import {
  boolean,
  choice,
  type InferFields,
  integer,
  list,
  object,
  text,
} from "../../schema/field.ts";
import type { CommonSpec } from "../common_fields.ts";
import { kmsKeyField } from "../shapes/kms_key.ts";

const keyFields = {
  name: text({
    doc: "Name of the attribute",
    required: true,
    // 255 bytes: "Quotas in Amazon DynamoDB".
    minLength: 1,
    maxLength: 255,
    example: "id",
  }),
  type: choice(["S", "N", "B"], {
    doc: "S: text, N: number, B: bytes",
    default: "S",
    spellings: { string: "S", number: "N", binary: "B" },
  }),
};

const indexName = text({
  doc: "Name of the index",
  required: true,
  pattern: /^[A-Za-z0-9_.-]{3,255}$/,
  hint: "3 to 255 letters, digits and _.-",
});

const projection = choice(["ALL", "KEYS_ONLY", "INCLUDE"], {
  doc: "Attributes that are copied into the index",
  default: "ALL",
  aliases: ["projectionType"],
});

const nonKeyAttributes = list(text({ doc: "Name of an attribute" }), {
  doc: "Attributes to copy with projection INCLUDE",
  unique: "",
});

/** "Quotas in Amazon DynamoDB": 40,000 units for a table, unless raised. */
const capacity = (doc: string) => integer({ doc, min: 1, max: 40_000 });

const globalIndex = object({
  name: indexName,
  hashKey: object(keyFields, { doc: "Its partition key", required: true, shorthand: "name" }),
  rangeKey: object(keyFields, { doc: "Its sort key", shorthand: "name" }),
  projection,
  nonKeyAttributes,
  readCapacity: capacity("Reads per second with PROVISIONED; default: the table's"),
  writeCapacity: capacity("Writes per second with PROVISIONED; default: the table's"),
}, { doc: "Index with a key of its own" });

const localIndex = object({
  name: indexName,
  rangeKey: object(keyFields, { doc: "Its sort key", required: true, shorthand: "name" }),
  projection,
  nonKeyAttributes,
}, { doc: "Index with the table's partition key and another sort key" });

const range = (doc: string) =>
  object({
    min: integer({ doc: "Least units per second", min: 1, max: 40_000, default: 5 }),
    max: integer({ doc: "Most units per second", min: 1, max: 40_000, default: 100 }),
    targetPercent: integer({
      doc: "Use of the capacity that is aimed at",
      unit: "percent",
      // Application Auto Scaling, DynamoDB metrics.
      min: 20,
      max: 90,
      default: 70,
      aliases: ["targetUtilization", "targetUtilizationPercent"],
    }),
  }, { doc, default: {} });

export const dynamodbFields = {
  hashKey: object({ ...keyFields }, {
    doc: "Partition key",
    required: true,
    shorthand: "name",
    aliases: ["partitionKey"],
    replaces: "AWS can't change the key of a table",
  }),
  rangeKey: object({ ...keyFields }, {
    doc: "Sort key",
    shorthand: "name",
    aliases: ["sortKey"],
    replaces: "AWS can't change the key of a table",
  }),
  billingMode: choice(["PAY_PER_REQUEST", "PROVISIONED"], {
    doc: "Pay for each request, or for capacity",
    default: "PAY_PER_REQUEST",
    spellings: { "on-demand": "PAY_PER_REQUEST", on_demand: "PAY_PER_REQUEST" },
  }),
  readCapacity: capacity("Reads per second with PROVISIONED; default 5"),
  writeCapacity: capacity("Writes per second with PROVISIONED; default 5"),
  autoscaling: object({
    enabled: boolean({ doc: "Follow the load", default: true }),
    read: range("Reads of the table and of each global index"),
    write: range("Writes of the table and of each global index"),
  }, { doc: "Capacity that follows the load, with PROVISIONED", shorthand: "enabled" }),
  maxRequests: object({
    read: integer({ doc: "Reads per second", min: 1 }),
    write: integer({ doc: "Writes per second", min: 1 }),
  }, {
    doc:
      "Bound on PAY_PER_REQUEST, so that a runaway client can't cost without end. Taken out, the last one stays: set a high one",
  }),
  globalSecondaryIndexes: list(globalIndex, {
    doc: "Indexes with a key of their own",
    max: 20,
    unique: "name",
    default: [],
  }),
  localSecondaryIndexes: list(localIndex, {
    doc: "Indexes with another sort key",
    max: 5,
    unique: "name",
    default: [],
    replaces: "AWS makes local indexes only together with the table",
  }),
  ttl: object({
    enabled: boolean({
      doc: "Delete items whose time has come; to end that write false, for without ttl it goes on",
      default: true,
    }),
    attributeName: text({
      doc: "Attribute with that time, in seconds since 1970",
      minLength: 1,
      maxLength: 255,
      example: "expiresAt",
      aliases: ["attribute"],
    }),
  }, { doc: "Expiry of items", shorthand: "attributeName" }),
  stream: object({
    enabled: boolean({ doc: "Keep the changes of the last day", default: true }),
    viewType: choice(["NEW_AND_OLD_IMAGES", "NEW_IMAGE", "OLD_IMAGE", "KEYS_ONLY"], {
      doc: "What a change holds",
      default: "NEW_AND_OLD_IMAGES",
    }),
  }, { doc: "Stream of changes, for triggers", shorthand: "enabled" }),
  pointInTimeRecovery: object({
    enabled: boolean({ doc: "Keep what is needed to go back to any second", default: true }),
    days: integer({ doc: "How far back", unit: "days", min: 1, max: 35, default: 35 }),
  }, { doc: "Continuous backup", default: {}, shorthand: "enabled" }),
  encryption: object({
    enabled: boolean({
      doc: "Encrypt with a key of this account; false: with one that AWS owns",
      default: true,
    }),
    kmsKeyId: kmsKeyField(),
  }, { doc: "Encryption at rest, which is never off", default: {} }),
  tableClass: choice(["STANDARD", "STANDARD_INFREQUENT_ACCESS"], {
    doc: "STANDARD_INFREQUENT_ACCESS: cheaper to keep, dearer to use",
    default: "STANDARD",
  }),
  replicaRegions: list(
    text({
      doc: "Region",
      pattern: /^[a-z]{2}(-[a-z]+)+-\d$/,
      hint: "a region such as eu-west-1",
    }),
    { doc: "Regions that hold a copy of the table (global table)", unique: "", default: [] },
  ),
  tableName: text({
    doc: "Name of the table; default: made of stack, service and component",
    pattern: /^[A-Za-z0-9_.-]{3,255}$/,
    hint: "3 to 255 letters, digits and _.-",
    replaces: "AWS can't rename a table",
  }),
};

export type DynamoDBSpec = InferFields<typeof dynamodbFields> & CommonSpec;
