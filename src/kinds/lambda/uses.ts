import type { FindUsed, Used } from "../kind.ts";
import { type Report, under } from "../report.ts";
import type { LambdaSpec } from "./fields.ts";
import type { Trigger } from "./triggers.ts";

/** Kinds that only what is in the VPC reaches. */
const PRIVATE = new Set([
  "RDS",
  "DocumentDB",
  "ElastiCacheRedis",
  "ElastiCacheMemcached",
  "MemoryDB",
  "MSK",
]);

/** Rules between a function and the components that it names. */
export function checkUses(spec: LambdaSpec, used: FindUsed, report: Report): void {
  spec.triggers.forEach((trigger, i) => {
    const source = used(trigger.source?.component);
    if (source) checkSource(spec, trigger, source, under(report, "triggers", i));
  });
  for (const [name, value] of Object.entries(spec.environment)) {
    for (const id of componentsIn(value)) {
      const kind = used(id)?.kind.name ?? "";
      if (spec.vpc?.enabled || !PRIVATE.has(kind)) continue;
      report({
        severity: "warning",
        code: "unreachable",
        path: ["environment", name],
        summary: `the function can't reach "${id}"`,
        why: `${kind} is in the VPC, and the function is not`,
        fix: "add vpc: {enabled: true}",
      });
    }
  }
}

function componentsIn(value: LambdaSpec["environment"][string]): string[] {
  if (typeof value === "string") return [];
  const parts = "$join" in value ? value.$join : [value];
  return parts.flatMap((part) => typeof part === "string" ? [] : [part.$from]);
}

/** The kind that stands behind each type of trigger. */
const KIND: Partial<Record<Trigger["type"], string>> = {
  sqs: "SQS",
  sns: "SNS",
  s3: "S3",
  dynamodb: "DynamoDB",
  eventbridge: "EventBridge",
  apigateway: "APIGateway",
};

/** Rules between a trigger and the component that it comes from. */
function checkSource(
  { timeout }: LambdaSpec,
  { type, batchSize = 10 }: Trigger,
  source: Used,
  report: Report,
): void {
  const path = ["source", "component"];
  const wanted = KIND[type];
  if (source.kind.name !== wanted) {
    const other = Object.entries(KIND).find(([, kind]) => kind === source.kind.name)?.[0];
    report({
      code: "wrong-kind",
      path,
      summary: `a trigger of type ${type} can't come from a component of kind ${source.kind.name}`,
      why: wanted === undefined
        ? `there is no kind for ${type}: it takes an ARN`
        : `it comes from one of kind ${wanted}`,
      fix: other === undefined ? "name another component" : `set type: ${other}`,
    });
  } else if (type === "sqs") {
    checkQueue(timeout, batchSize, source, report);
  } else if (type === "dynamodb") {
    const stream = source.spec.stream as { enabled?: boolean } | undefined;
    const replicas = source.spec.replicaRegions as unknown[] | undefined;
    if (stream?.enabled ?? (replicas?.length ?? 0) > 0) return;
    report({
      code: "missing-stream",
      path,
      summary: "the table has no stream of changes to read",
      why: `its "stream" is off`,
      fix: "add stream: {enabled: true, viewType: NEW_AND_OLD_IMAGES} to the table",
    });
  }
}

function checkQueue(
  timeout: number,
  batchSize: number,
  { spec }: Used,
  report: Report,
): void {
  const hidden = spec.visibilityTimeout as number;
  if (hidden < timeout) {
    report({
      code: "short-visibility",
      path: ["source", "component"],
      summary: `the queue hides messages for ${hidden} s, and the function may take ${timeout} s`,
      why: "AWS Lambda refuses such a queue: messages would come again while they are worked on",
      fix: `set visibilityTimeout: ${
        Math.min(43_200, timeout * 6)
      } on the queue, or timeout: ${hidden} here`,
    });
  }
  if (spec.type === "fifo" && batchSize > 10) {
    report({
      code: "wrong-value",
      path: ["batchSize"],
      summary: `a fifo queue gives at most 10 messages per call, not ${batchSize}`,
      fix: "set batchSize: 10",
    });
  }
}
