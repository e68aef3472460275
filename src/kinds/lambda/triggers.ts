import {
  boolean,
  choice,
  type Infer,
  integer,
  json,
  list,
  object,
  text,
} from "../../schema/field.ts";
import { http, s3, source } from "./trigger_fields.ts";

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
