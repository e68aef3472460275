import type { TopicSubscriptionArgs } from "@pulumi/aws/sns/topicSubscription.d.ts";
import type { Expression } from "../../engine/resource.ts";
import type { RenderContext, Target } from "../render.ts";
import { invokePermission } from "../shapes/invoke_permission.ts";
import { jsonText } from "../shapes/json_value.ts";
import { keyNames } from "../shapes/key_names.ts";
import type { Subscription } from "./subscription.ts";

/** Subscribes components and endpoints, and lets the topic call functions; queues let topics in by themselves (shapes/receiver.ts). */
export function subscribe(
  c: RenderContext<unknown>,
  topicArn: Expression,
  subscriptions: readonly Subscription[],
): void {
  const nameOf = keyNames();
  for (const item of subscriptions) {
    const target = targetOf(c, item);
    const name = nameOf(target?.id ?? item.protocol ?? "", target ? "" : item.endpoint ?? "");
    const isFunction = target?.kind.name === "Lambda";
    const permission = isFunction
      ? invokePermission(c, `permission-${name}`, {
        functionName: target.outputs.functionName!,
        principal: "sns.amazonaws.com",
        sourceArn: topicArn,
      })
      : undefined;
    c.resource<TopicSubscriptionArgs>(
      "aws:sns/topicSubscription:TopicSubscription",
      `subscription-${name}`,
      {
        topic: topicArn,
        protocol: target ? (isFunction ? "lambda" : "sqs") : item.protocol!,
        endpoint: target
          ? (isFunction ? target.outputs.functionArn! : target.outputs.arn!)
          : c.value(item.endpoint!),
        filterPolicy: jsonText(c, item.filterPolicy),
        // What is not said stays as it was.
        filterPolicyScope: item.filterPolicyScope ??
          (item.filterPolicy === undefined ? undefined : "MessageAttributes"),
        rawMessageDelivery: item.rawMessageDelivery,
        redrivePolicy: redrive(c, item.deadLetterQueue),
        deliveryPolicy: jsonText(c, item.deliveryPolicy),
        confirmationTimeoutInMinutes: item.confirmationTimeout,
        endpointAutoConfirms: item.autoConfirms,
        subscriptionRoleArn: item.roleArn,
      },
      { dependsOn: [permission] },
    );
  }
}

/** The component that is meant by name, or by its ARN as endpoint. */
function targetOf(c: RenderContext<unknown>, item: Subscription): Target | undefined {
  const { component, endpoint, protocol } = item;
  const id = component ??
    (typeof endpoint === "object" && "$from" in endpoint &&
        (protocol === "sqs" || protocol === "lambda")
      ? endpoint.$from
      : undefined);
  return c.target(id);
}

function redrive(c: RenderContext<unknown>, id: string | undefined) {
  const arn = c.target(id)?.outputs.arn;
  return arn === undefined ? undefined : { $json: { deadLetterTargetArn: arn } };
}
