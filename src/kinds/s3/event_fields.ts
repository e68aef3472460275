import { boolean, choice, component, list, object, text } from "../../schema/field.ts";

export const replication = object({
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

/** Amazon S3 user guide, "Supported event types for SQS, SNS, and Lambda". */
export const BUCKET_EVENTS = [
  "s3:ObjectCreated:*",
  "s3:ObjectCreated:Put",
  "s3:ObjectCreated:Post",
  "s3:ObjectCreated:Copy",
  "s3:ObjectCreated:CompleteMultipartUpload",
  "s3:ObjectRemoved:*",
  "s3:ObjectRemoved:Delete",
  "s3:ObjectRemoved:DeleteMarkerCreated",
  "s3:ObjectRestore:*",
  "s3:ObjectRestore:Post",
  "s3:ObjectRestore:Completed",
  "s3:ObjectRestore:Delete",
  "s3:ReducedRedundancyLostObject",
  "s3:Replication:*",
  "s3:Replication:OperationFailedReplication",
  "s3:Replication:OperationMissedThreshold",
  "s3:Replication:OperationReplicatedAfterThreshold",
  "s3:Replication:OperationNotTracked",
  "s3:LifecycleExpiration:*",
  "s3:LifecycleExpiration:Delete",
  "s3:LifecycleExpiration:DeleteMarkerCreated",
  "s3:LifecycleTransition",
  "s3:IntelligentTiering",
  "s3:ObjectTagging:*",
  "s3:ObjectTagging:Put",
  "s3:ObjectTagging:Delete",
  "s3:ObjectAcl:Put",
] as const;

export const notification = object({
  events: list(
    choice(BUCKET_EVENTS, { doc: "Event" }),
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
