import type { EventRuleArgs } from "@pulumi/aws/cloudwatch/eventRule.d.ts";
import type { EventTargetArgs } from "@pulumi/aws/cloudwatch/eventTarget.d.ts";
import type { BucketNotificationArgs } from "@pulumi/aws/s3/bucketNotification.d.ts";
import type { TopicSubscriptionArgs } from "@pulumi/aws/sns/topicSubscription.d.ts";
import type { Handle, RenderContext, Target } from "../render.ts";
import { invokePermission } from "../shapes/invoke_permission.ts";
import { jsonText } from "../shapes/json_value.ts";
import { keyNames } from "../shapes/key_names.ts";
import { scheduledPattern, scheduleExpression } from "../shapes/schedule.ts";
import { poll } from "./polling.ts";
import type { Trigger } from "./triggers.ts";

export interface Source {
  /** For names of resources. */
  id: string;
  outputs: Target["outputs"];
}

/** What a trigger comes from: a component, or an ARN as if it were one. */
function sourceOf(c: RenderContext<unknown>, { type, source }: Trigger): Source | undefined {
  if (source?.component !== undefined) {
    const target = c.target(source.component)!;
    return { id: target.id, outputs: target.outputs };
  }
  if (source?.arn === undefined) return undefined;
  const arn = c.value(source.arn);
  const name = typeof arn === "string" ? arn.split(":").slice(5).join("-") : "reference";
  const outputs: Source["outputs"] = { arn, streamArn: arn, topicArn: arn };
  if (typeof arn === "string" && type === "s3") outputs.bucketName = arn.split(":::")[1]!;
  if (typeof arn === "string" && type === "eventbridge") outputs.busName = arn.split("/").at(-1)!;
  return { id: name, outputs };
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

/** Subscribes the function to a topic, which may then call it. */
function subscribe(
  c: RenderContext<unknown>,
  fn: Handle,
  trigger: Trigger,
  source: Source,
  name: string,
): void {
  const topic = source.outputs.topicArn!;
  const permission = invokePermission(c, `${name}-permission`, {
    functionName: fn.attr("name"),
    principal: "sns.amazonaws.com",
    sourceArn: topic,
  });
  c.resource<TopicSubscriptionArgs>("aws:sns/topicSubscription:TopicSubscription", name, {
    topic,
    protocol: "lambda",
    endpoint: fn.attr("arn"),
    filterPolicy: jsonText(c, trigger.filterPolicy),
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

/** A rule of EventBridge that calls the function at a time or for events. */
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
  const eventBusName = source?.outputs.busName;
  const created = c.resource<EventRuleArgs>("aws:cloudwatch/eventRule:EventRule", name, {
    name: ruleName,
    description: trigger.description,
    eventBusName,
    scheduleExpression: schedule && scheduleExpression(schedule),
    eventPattern: jsonText(c, pattern) ?? scheduledPattern(c.stack.tenant),
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
    input: jsonText(c, input),
  }, { dependsOn: [permission] });
}
