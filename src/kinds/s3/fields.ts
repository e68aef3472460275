import {
  boolean,
  choice,
  component,
  type InferFields,
  integer,
  json,
  list,
  map,
  object,
  text,
} from "../../schema/field.ts";
import type { CommonSpec } from "../kind.ts";
import { kmsKeyField } from "../shapes/kms_key.ts";
import { lifecycleField } from "./lifecycle.ts";

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
  tags: map(text({ doc: "Value of the tag", maxLength: 256 }), {
    doc: "Older place of tags",
    movedTo: "tags",
    default: {},
  }),
}, { doc: "The bucket itself", default: {} });

const METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE"] as const;
const corsFields = {
  allowedOrigins: list(
    text({ doc: "Origin, with at most one *", example: "https://example.com" }),
    {
      doc: "Sites that may use it from a browser",
    },
  ),
  allowedMethods: list(choice(METHODS, { doc: "HTTP method" }), { doc: "What they may do" }),
  allowedHeaders: list(text({ doc: "Name, with at most one *" }), {
    doc: "Headers they may send",
  }),
  exposeHeaders: list(text({ doc: "Name" }), {
    doc: "Headers they may read",
    aliases: ["exposedHeaders"],
  }),
  maxAgeSeconds: integer({
    doc: "How long a browser remembers that",
    unit: "seconds",
    min: 0,
    max: 86_400,
  }),
};
const cors = object({
  ...corsFields,
  rules: list(object(corsFields, { doc: "Rule" }), { doc: "Several rules", min: 1, max: 100 }),
}, {
  doc: "Use from browsers: one rule, or a list of them",
  shorthand: "rules",
  exactlyOne: [["rules"], ["allowedOrigins", "allowedMethods"]],
});

const website = object({
  indexDocument: text({ doc: "Object for a path that ends in a slash", example: "index.html" }),
  errorDocument: text({ doc: "Object for what is not there", example: "error.html" }),
  redirectAllRequestsTo: object({
    hostName: text({ doc: "Host name", required: true }),
    protocol: choice(["http", "https"], { doc: "Protocol" }),
  }, { doc: "Send every request to another host", shorthand: "hostName" }),
}, {
  doc: "Serve it as a website",
  exactlyOne: [["indexDocument"], ["redirectAllRequestsTo"]],
});

const replication = object({
  component: component({ doc: "Bucket that gets the copies", kinds: ["S3"] }),
  bucketArn: text({
    doc: "The same, outside this stack",
    pattern: /^arn:[\w-]+:s3:::[a-z0-9.-]{3,63}$/,
    hint: "the ARN of a bucket",
  }),
  prefix: text({ doc: "Only objects whose names begin so" }),
  storageClass: choice(
    [
      "STANDARD",
      "STANDARD_IA",
      "ONEZONE_IA",
      "INTELLIGENT_TIERING",
      "GLACIER_IR",
      "GLACIER",
      "DEEP_ARCHIVE",
    ],
    { doc: "Storage class of the copies", default: "STANDARD" },
  ),
  deletes: boolean({ doc: "Delete copies too", default: false }),
  kmsKeyArn: text({ doc: "Key of the copies, where the objects are encrypted with a KMS key" }),
}, {
  doc: "Copies in another bucket; both need versioning",
  exactlyOne: [["component"], ["bucketArn"]],
});

const EVENTS = /^s3:(\*|[A-Z][A-Za-z]+(:(\*|[A-Z][A-Za-z]+))?)$/;
const notification = object({
  events: list(
    text({ doc: "Event", pattern: EVENTS, hint: "an event such as s3:ObjectCreated:*" }),
    { doc: "What to tell of", min: 1, default: ["s3:ObjectCreated:*"] },
  ),
  prefix: text({ doc: "Only objects whose names begin so" }),
  suffix: text({ doc: "Only objects whose names end so" }),
  component: component({ doc: "Who is told", kinds: ["SQS", "SNS", "Lambda"] }),
  arn: text({
    doc: "The same, outside this stack; its policy must allow it",
    pattern: /^arn:[\w-]+:(sqs|sns|lambda):/,
    hint: "the ARN of a queue, topic or function",
  }),
}, { doc: "Message", exactlyOne: [["component"], ["arn"]] });

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
  notifications: list(notification, { doc: "Who is told of new and deleted objects", default: [] }),
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
