import type { EventRuleArgs } from "@pulumi/aws/cloudwatch/eventRule.d.ts";
import type { EventTargetArgs } from "@pulumi/aws/cloudwatch/eventTarget.d.ts";
import type { EventSourceMappingArgs } from "@pulumi/aws/lambda/eventSourceMapping.d.ts";
import type { BucketNotificationArgs } from "@pulumi/aws/s3/bucketNotification.d.ts";
import type { TopicSubscriptionArgs } from "@pulumi/aws/sns/topicSubscription.d.ts";
import type { Expression, Value } from "../../engine/resource.ts";
import type { Handle, RenderContext } from "../render.ts";
import { invokePermission } from "../shapes/invoke_permission.ts";
import { jsonValue } from "../shapes/json_value.ts";
import { keyNames } from "../shapes/key_names.ts";
import { scheduleExpression } from "../shapes/schedule.ts";
import type { Statement } from "../shapes/statement.ts";
import type { Trigger } from "./triggers.ts";

type Attribute = string | Expression;

interface Source {
  /** For names of resources. */
  id: string;
  outputs: Record<string, Value>;
}

/** Makes everything that calls the function, besides HTTP. */
export function connectTriggers(
  c: RenderContext<unknown>,
  fn: Handle,
  triggers: readonly Trigger[],
  ready: readonly Handle[],
): void {
  const nameOf = keyNames();
  const buckets = new Map<string, { source: Source; triggers: Trigger[] }>();
  for (const trigger of triggers) {
    const source = sourceOf(c, trigger);
    switch (trigger.type) {
      case "sqs":
      case "kinesis":
      case "dynamodb":
        poll(c, fn, trigger, source!, nameOf(trigger.type, source!.id), ready);
        break;
      case "sns":
        subscribe(c, fn, trigger, source!, nameOf("sns", source!.id));
        break;
      case "eventbridge": {
        // Without the time in its name, a rule keeps its place when the time changes.
        const what = trigger.schedule === undefined ? `events-${source?.id ?? ""}` : "schedule";
        rule(c, fn, trigger, source, nameOf(what));
        break;
      }
      case "s3": {
        if (!trigger.enabled) break;
        const bucket = buckets.get(source!.id) ?? { source: source!, triggers: [] };
        bucket.triggers.push(trigger);
        buckets.set(source!.id, bucket);
      }
    }
  }
  for (const { source, triggers } of buckets.values()) {
    notify(c, fn, source, triggers, nameOf("s3", source.id));
  }
}

function sourceOf(c: RenderContext<unknown>, { type, source }: Trigger): Source | undefined {
  if (source?.component !== undefined) {
    const target = c.targets.find(({ id }) => id === source.component)!;
    return { id: target.id, outputs: target.outputs };
  }
  if (source?.arn === undefined) return undefined;
  const arn = c.value(source.arn);
  const name = typeof arn === "string" ? arn.split(":").slice(5).join("-") : "reference";
  const outputs: Record<string, Value> = { arn, streamArn: arn, topicArn: arn };
  if (typeof arn === "string" && type === "s3") outputs.bucketName = arn.split(":::")[1]!;
  if (typeof arn === "string" && type === "eventbridge") outputs.busName = arn.split("/").at(-1)!;
  return { id: name, outputs };
}

/** Leave to read queues and streams outside the stack, which no kind speaks for. */
export function sourceStatements(
  c: RenderContext<unknown>,
  triggers: readonly Trigger[],
): Statement[] {
  return triggers.flatMap(({ type, source }) => {
    const actions = POLLING[type];
    return actions && source?.arn !== undefined
      ? [{ actions, resources: [c.value(source.arn)] }]
      : [];
  });
}

const POLLING: Partial<Record<Trigger["type"], readonly string[]>> = {
  sqs: [
    "sqs:ChangeMessageVisibility",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    "sqs:ReceiveMessage",
  ],
  kinesis: [
    "kinesis:DescribeStream",
    "kinesis:DescribeStreamSummary",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:ListShards",
    "kinesis:SubscribeToShard",
  ],
  dynamodb: [
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
  ],
};

/** AWS's own number of records per call, and for queues the largest without a waiting time. */
const BATCH = { sqs: 10, kinesis: 100, dynamodb: 100 };

function poll(
  c: RenderContext<unknown>,
  fn: Handle,
  trigger: Trigger,
  source: Source,
  name: string,
  ready: readonly Handle[],
): void {
  const type = trigger.type as keyof typeof BATCH;
  const batchSize = trigger.batchSize ?? BATCH[type];
  const { filters, maximumConcurrency } = trigger;
  const streamed = type !== "sqs";
  c.resource<EventSourceMappingArgs>("aws:lambda/eventSourceMapping:EventSourceMapping", name, {
    functionName: fn.attr("arn"),
    eventSourceArn:
      (type === "dynamodb" ? source.outputs.streamArn : source.outputs.arn) as Attribute,
    enabled: trigger.enabled,
    batchSize,
    // Lambda refuses more than 10 messages of a queue without a waiting time.
    maximumBatchingWindowInSeconds: trigger.batchingWindowSeconds ??
      (!streamed && batchSize > 10 ? 1 : undefined),
    functionResponseTypes: trigger.reportBatchItemFailures
      ? ["ReportBatchItemFailures"]
      : undefined,
    scalingConfig: maximumConcurrency === undefined ? undefined : { maximumConcurrency },
    filterCriteria: filters?.length
      ? { filters: filters.map((pattern) => ({ pattern: { $json: jsonValue(c, pattern) } })) }
      : undefined,
    ...(streamed && {
      startingPosition: trigger.startingPosition ?? "LATEST",
      parallelizationFactor: trigger.parallelizationFactor,
      maximumRetryAttempts: trigger.maximumRetryAttempts,
      bisectBatchOnFunctionError: trigger.bisectBatchOnError,
    }),
    tags: c.tags,
  }, { dependsOn: [...ready] });
}

function subscribe(
  c: RenderContext<unknown>,
  fn: Handle,
  trigger: Trigger,
  source: Source,
  name: string,
): void {
  const topic = source.outputs.topicArn as Attribute;
  const permission = invokePermission(c, `${name}-permission`, {
    functionName: fn.attr("name"),
    principal: "sns.amazonaws.com",
    sourceArn: topic,
  });
  c.resource<TopicSubscriptionArgs>("aws:sns/topicSubscription:TopicSubscription", name, {
    topic,
    protocol: "lambda",
    endpoint: fn.attr("arn"),
    filterPolicy: trigger.filterPolicy === undefined
      ? undefined
      : { $json: jsonValue(c, trigger.filterPolicy) },
  }, { dependsOn: [permission] });
}

function rule(
  c: RenderContext<unknown>,
  fn: Handle,
  trigger: Trigger,
  source: Source | undefined,
  name: string,
): void {
  const { schedule, pattern, input } = trigger;
  // 64 characters of letters, digits, . - and _: EventBridge, PutRule.
  const ruleName = c.physicalName({ max: 64, allowed: /[\w.-]/, part: name });
  const eventBusName = source?.outputs.busName as Attribute | undefined;
  const created = c.resource<EventRuleArgs>("aws:cloudwatch/eventRule:EventRule", name, {
    name: ruleName,
    description: trigger.description,
    eventBusName,
    scheduleExpression: schedule === undefined ? undefined : scheduleExpression(schedule),
    eventPattern: pattern === undefined ? undefined : { $json: jsonValue(c, pattern) },
    state: trigger.enabled ? "ENABLED" : "DISABLED",
    tags: c.tags,
  }, { physicalName: ruleName });
  const permission = invokePermission(c, `${name}-permission`, {
    functionName: fn.attr("name"),
    principal: "events.amazonaws.com",
    sourceArn: created.attr("arn"),
  });
  c.resource<EventTargetArgs>("aws:cloudwatch/eventTarget:EventTarget", `${name}-target`, {
    rule: created.attr("name"),
    eventBusName,
    targetId: "function",
    arn: fn.attr("arn"),
    input: input === undefined ? undefined : { $json: jsonValue(c, input) },
  }, { dependsOn: [permission] });
}

/** A bucket has one list of notifications, which the bucket and all its functions write together. */
function notify(
  c: RenderContext<unknown>,
  fn: Handle,
  source: Source,
  triggers: readonly Trigger[],
  name: string,
): void {
  const permission = invokePermission(c, `${name}-permission`, {
    functionName: fn.attr("name"),
    principal: "s3.amazonaws.com",
    sourceArn: source.outputs.arn!,
  });
  const of = triggers[0]!.source?.component;
  const bucket = source.outputs.bucketName as string;
  const key = of === undefined ? `notifications-${bucket}` : "notifications";
  c.joint<BucketNotificationArgs>("aws:s3/bucketNotification:BucketNotification", key, {
    bucket,
    lambdaFunctions: triggers.map(({ s3 }) => ({
      lambdaFunctionArn: fn.attr("arn"),
      events: s3?.events ?? ["s3:ObjectCreated:*"],
      filterPrefix: s3?.prefix,
      filterSuffix: s3?.suffix,
    })),
  }, { of, dependsOn: [permission] });
}
