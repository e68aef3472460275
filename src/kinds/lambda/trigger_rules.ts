import { refuse, type Report } from "../report.ts";
import { checkEventSource } from "../shapes/event_source.ts";
import { checkSchedule } from "../shapes/schedule.ts";
import type { Trigger } from "./triggers.ts";

type Type = Trigger["type"];

const polled = [
  "batchSize",
  "batchingWindowSeconds",
  "reportBatchItemFailures",
  "filters",
] as const;
const streamed = [
  ...polled,
  "startingPosition",
  "parallelizationFactor",
  "maximumRetryAttempts",
  "bisectBatchOnError",
] as const;

/** Fields that mean something for some types only. */
const FIELDS: Readonly<Record<Type, readonly (keyof Trigger)[]>> = {
  sqs: [...polled, "maximumConcurrency"],
  kinesis: streamed,
  dynamodb: streamed,
  sns: ["filterPolicy"],
  s3: ["s3"],
  apigateway: ["http"],
  eventbridge: ["schedule", "pattern", "input"],
};
const SPECIAL = [...new Set(Object.values(FIELDS).flat())];

/** Types whose caller is another resource, with an example of it. */
const NEEDS_SOURCE: Partial<Record<Type, string>> = {
  sqs: "source: {component: my-queue}",
  kinesis: "source: {arn: the stream's ARN}",
  dynamodb: "source: {component: my-table}",
  sns: "source: {component: my-topic}",
  s3: "source: {component: my-bucket}",
};

/** Rules between the fields of a trigger. */
export function checkTrigger(trigger: Trigger, report: Report): void {
  const { type, source, schedule, pattern } = trigger;
  const missing = (field: string, fix: string, why?: string) =>
    report({
      code: "missing-field",
      path: [],
      summary: `a trigger of type ${type} needs "${field}"`,
      why,
      fix,
    });
  const example = NEEDS_SOURCE[type];
  if (example !== undefined && source === undefined) {
    missing("source", `add ${example}`, "it says what calls the function");
  }
  if ((type === "s3" || type === "eventbridge") && typeof source?.arn === "object") {
    report({
      code: "wrong-value",
      path: ["source", "arn"],
      summary: `a trigger of type ${type} needs the ARN itself, or a component`,
      why: "the name is read from it",
      fix: "write source: {component: NAME} in place of the reference",
    });
  }
  for (const field of SPECIAL) {
    if (trigger[field] === undefined || FIELDS[type].includes(field)) continue;
    const types = Object.keys(FIELDS).filter((other) => FIELDS[other as Type].includes(field));
    refuse(report, [field], {
      code: "unused-field",
      what: `has no meaning for a trigger of type ${type}`,
      why: `it is for ${types.join(", ")}`,
      or: `set type: ${types[0]}`,
    });
  }
  if (type !== "eventbridge") return;
  if (schedule === undefined && pattern === undefined) {
    missing("schedule", 'add schedule: "rate(5 minutes)", or a pattern');
  } else if (schedule !== undefined && pattern !== undefined) {
    report({
      code: "exclusive-fields",
      path: ["pattern"],
      summary: `"schedule" and "pattern" can't be given together`,
      why: "a rule fires at a time or for an event",
      fix: "make two triggers of it",
    });
  }
  if (pattern !== undefined && source === undefined) {
    checkEventSource(pattern, ["pattern"], report);
  }
  if (schedule === undefined) return;
  checkSchedule(schedule, ["schedule"], report);
  if (source !== undefined) {
    report({
      code: "exclusive-fields",
      path: ["source"],
      summary: `"schedule" and "source" can't be given together`,
      why: "schedules fire on the account's default event bus only",
      fix: `remove "source"`,
    });
  }
}
