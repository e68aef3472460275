import {
  boolean,
  choice,
  component,
  type Infer,
  integer,
  json,
  list,
  object,
  text,
} from "../../schema/field.ts";
import { BUCKET_EVENTS } from "../s3/event_fields.ts";

const source = object({
  component: component({
    doc: "Component that calls the function",
    kinds: ["SQS", "SNS", "S3", "DynamoDB", "EventBridge", "APIGateway"],
  }),
  arn: text({
    doc: "ARN of something outside this stack that calls it: a queue, a topic, a stream",
    reference: true,
  }),
}, {
  doc: "What calls the function",
  shorthand: "component",
  exactlyOne: [["component"], ["arn"]],
});

const http = object({
  method: choice(["ANY", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"], {
    doc: "HTTP method",
    default: "ANY",
  }),
  path: text({
    doc: "Path of the route; {name} stands for a part, {name+} for the rest",
    pattern: /^\/[\w\-./{}+~]*$/,
    hint: "a path that starts with a slash",
    default: "/{proxy+}",
  }),
}, { doc: "apigateway: route of an HTTP API", shorthand: "path" });

const s3 = object({
  events: list(
    choice(BUCKET_EVENTS, { doc: "Event" }),
    { doc: "Events of the bucket", default: ["s3:ObjectCreated:*"], min: 1, unique: "" },
  ),
  prefix: text({ doc: "Only objects whose key starts with this" }),
  suffix: text({ doc: "Only objects whose key ends with this" }),
}, {
  doc:
    "s3: which events of the bucket; they must not overlap with what others are told of, in its notifications or by their triggers",
});

/** Bounds: AWS Lambda, CreateEventSourceMapping. */
export const triggers = list(
  object({
    type: choice(["sqs", "eventbridge", "apigateway", "s3", "sns", "kinesis", "dynamodb"], {
      doc: "What kind of thing calls the function",
      required: true,
      spellings: { schedule: "eventbridge", http: "apigateway" },
    }),
    source,
    description: text({ doc: "What it is for", maxLength: 512 }),
    enabled: boolean({ doc: "false keeps the trigger but stops the calls", default: true }),
    batchSize: integer({
      doc: "sqs, kinesis, dynamodb: most messages or records per call",
      min: 1,
      max: 10_000,
    }),
    batchingWindowSeconds: integer({
      doc: "sqs, kinesis, dynamodb: how long to wait for a fuller batch",
      unit: "seconds",
      min: 0,
      max: 300,
      aliases: ["maximumBatchingWindowInSeconds"],
    }),
    reportBatchItemFailures: boolean({
      doc:
        "sqs, kinesis, dynamodb: the function answers which items failed, and only those come again",
    }),
    maximumConcurrency: integer({
      doc: "sqs: most calls at a time",
      min: 2,
      max: 1000,
    }),
    startingPosition: choice(["LATEST", "TRIM_HORIZON"], {
      doc: "kinesis, dynamodb: begin with new records, or with the oldest; default LATEST",
    }),
    parallelizationFactor: integer({
      doc: "kinesis, dynamodb: calls at a time per shard",
      min: 1,
      max: 10,
    }),
    maximumRetryAttempts: integer({
      doc: "kinesis, dynamodb: how often a failed batch comes again; default: until it expires",
      min: 0,
      max: 10_000,
    }),
    bisectBatchOnError: boolean({
      doc: "kinesis, dynamodb: split a batch that fails",
    }),
    filters: list(json({ doc: "A pattern; one that matches is enough" }), {
      doc: "sqs, kinesis, dynamodb: only messages or records that match",
      max: 5,
    }),
    filterPolicy: json({ doc: "sns: only messages whose attributes match" }),
    schedule: text({
      doc: "eventbridge: when; rate(5 minutes), cron(0 3 * * ? *), or Unix cron, in UTC",
      example: "rate(5 minutes)",
    }),
    pattern: json({ doc: "eventbridge: events that match" }),
    input: json({ doc: "eventbridge: what the function gets in place of the event" }),
    http,
    s3,
  }, { doc: "One trigger" }),
  { doc: "What calls the function", default: [] },
);

export type Trigger = Infer<typeof triggers>[number];
