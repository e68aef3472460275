import type { EventRuleArgs } from "@pulumi/aws/cloudwatch/eventRule.d.ts";
import type { EventTargetArgs } from "@pulumi/aws/cloudwatch/eventTarget.d.ts";
import type { Handle, RenderContext } from "../render.ts";
import { invokePermission } from "../shapes/invoke_permission.ts";
import { jsonValue } from "../shapes/json_value.ts";
import { scheduledPattern, scheduleExpression } from "../shapes/schedule.ts";
import type { Attribute, Source } from "./trigger_source.ts";
import type { Trigger } from "./triggers.ts";

/** A rule of EventBridge that calls the function at a time or for events. */
export function rule(
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
    eventPattern: pattern === undefined
      ? scheduledPattern(c.stack.tenant)
      : { $json: jsonValue(c, pattern) },
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
