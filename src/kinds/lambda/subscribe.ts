import type { TopicSubscriptionArgs } from "@pulumi/aws/sns/topicSubscription.d.ts";
import type { Handle, RenderContext } from "../render.ts";
import { invokePermission } from "../shapes/invoke_permission.ts";
import { jsonValue } from "../shapes/json_value.ts";
import type { Attribute, Source } from "./trigger_source.ts";
import type { Trigger } from "./triggers.ts";

/** Subscribes the function to a topic, which may then call it. */
export function subscribe(
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
