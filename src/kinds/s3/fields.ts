import { tags } from "../../schema/aws_texts.ts";
import {
  boolean,
  choice,
  component,
  type InferFields,
  integer,
  json,
  list,
  object,
  text,
} from "../../schema/field.ts";
import type { CommonSpec } from "../common_fields.ts";
import { kmsKeyField } from "../shapes/kms_key.ts";
import { notification, replication } from "./event_fields.ts";
import { lifecycleField } from "./lifecycle_fields.ts";
import { cors, website } from "./website_fields.ts";

/** "Bucket naming rules". */
const bucketName = {
  pattern: /^(?!xn--|sthree-)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  hint: "3 to 63 lower-case letters, digits, dots and dashes",
};

const ACLS = [
  "private",
  "public-read",
  "public-read-write",
  "authenticated-read",
  "log-delivery-write",
] as const;

const bucket = object({
  name: text({
    doc: "Name, unique in all of AWS; default: made of stack, component, account and region",
    ...bucketName,
    replaces: "AWS can't rename a bucket",
  }),
  acl: choice(ACLS, {
    doc: "Canned access list; anything but private needs publicAccessBlock to let it",
    default: "private",
  }),
  forceDestroy: boolean({
    doc: "Delete it with all it holds when it is destroyed",
    default: false,
  }),
  tags: tags({ doc: "Older place of tags", movedTo: "tags", default: {} }),
}, { doc: "The bucket itself", default: {} });

export const s3Fields = {
  bucket,
  acl: choice(ACLS, { doc: "Older place of bucket.acl", movedTo: "bucket.acl" }),
  versioning: object({
    enabled: boolean({ doc: "Keep what is overwritten or deleted", default: true }),
  }, { doc: "Older versions of objects", shorthand: "enabled" }),
  encryption: object({
    enabled: boolean({ doc: "AWS encrypts every object; false changes nothing", default: true }),
    algorithm: choice(["AES256", "aws:kms", "aws:kms:dsse"], {
      doc: "AES256: keys of S3; aws:kms: a KMS key; default: aws:kms where there is a key",
      spellings: { kms: "aws:kms", "sse-s3": "AES256", "sse-kms": "aws:kms" },
    }),
    kmsKeyId: kmsKeyField(),
  }, { doc: "Encryption at rest", default: {} }),
  lifecycle: lifecycleField,
  cors,
  website,
  replication,
  publicAccessBlock: object({
    blockPublicAcls: boolean({ doc: "Refuse access lists that let the public in", default: true }),
    blockPublicPolicy: boolean({ doc: "Refuse policies that let the public in", default: true }),
    ignorePublicAcls: boolean({ doc: "Ignore those that are there", default: true }),
    restrictPublicBuckets: boolean({
      doc: "Let only this account use a bucket with such a policy",
      default: true,
    }),
  }, { doc: "Guards against the public", default: {} }),
  notifications: list(notification, {
    doc: "Who is told of new and deleted objects, besides functions with this bucket as trigger",
    default: [],
  }),
  eventBridge: boolean({ doc: "Send every event to EventBridge too", default: false }),
  policy: list(json({ doc: "IAM statement; without Resource it is the bucket and all in it" }), {
    doc: "Statements added to the bucket's policy",
    default: [],
  }),
  cloudFront: boolean({
    doc: "Let this account's CloudFront distributions read objects",
    default: false,
  }),
  acceptLogs: boolean({
    doc: "Let buckets and load balancers of this account write their access logs here",
    default: false,
  }),
  logging: object({
    component: component({
      doc: "Bucket that gets the log; it needs acceptLogs",
      required: true,
      kinds: ["S3"],
    }),
    prefix: text({ doc: "How the log's objects begin; default: the bucket's name" }),
  }, { doc: "Log of every request", shorthand: "component" }),
  objectLock: object({
    mode: choice(["GOVERNANCE", "COMPLIANCE"], {
      doc: "COMPLIANCE: nobody can delete before time, not even the account's owner",
      default: "GOVERNANCE",
    }),
    days: integer({
      doc: "How long a new object can't be deleted",
      unit: "days",
      required: true,
      min: 1,
      max: 36_500,
      example: 30,
    }),
  }, { doc: "Keep objects from being deleted; needs versioning" }),
  transferAcceleration: boolean({
    doc: "Take uploads at CloudFront's edges, at a price",
    default: false,
  }),
};

export type S3Spec = InferFields<typeof s3Fields> & CommonSpec;
