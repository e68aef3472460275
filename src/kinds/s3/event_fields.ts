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

const EVENTS = /^s3:(\*|[A-Z][A-Za-z]+(:(\*|[A-Z][A-Za-z]+))?)$/;

export const notification = object({
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
