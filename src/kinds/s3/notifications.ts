import type { BucketNotificationArgs } from "@pulumi/aws/s3/bucketNotification.d.ts";
import type { Expression } from "../../engine/resource.ts";
import type { Handle, RenderContext } from "../render.ts";
import { invokePermission } from "../shapes/invoke_permission.ts";
import { some } from "../shapes/lists.ts";
import type { S3Spec } from "./fields.ts";

type Service = "sqs" | "sns" | "lambda";
const SERVICES: Record<string, Service> = { SQS: "sqs", SNS: "sns", Lambda: "lambda" };
const ARN_OUTPUT: Record<Service, string> = { sqs: "arn", sns: "topicArn", lambda: "functionArn" };

/**
 * What the bucket adds to its one notification configuration, and leave for it to reach the
 * components in it. Functions with the bucket as trigger add theirs (lambda/trigger_resources.ts).
 */
export function renderNotifications(
  c: RenderContext<S3Spec>,
  bucket: Handle,
  bucketName: string,
): void {
  const { notifications, eventBridge } = c.spec;
  if (!notifications.length && !eventBridge) return;
  const permissions = new Map<string, Handle>();
  const told = notifications.map(({ events, prefix, suffix, component, arn }, i) => {
    const common = { id: `panka-${i + 1}`, events, filterPrefix: prefix, filterSuffix: suffix };
    if (arn !== undefined) {
      return { service: arn.split(":")[2] as Service, arn: arn as string | Expression, common };
    }
    const target = c.target(component)!;
    const service = SERVICES[target.kind.name]!;
    const targetArn = target.outputs[ARN_OUTPUT[service]]!;
    // Queues and topics let buckets of this account send by their own policy; functions don't.
    if (service === "lambda" && !permissions.has(target.id)) {
      const name = `call-${target.id.replace("/", "-")}`;
      permissions.set(
        target.id,
        invokePermission(c, name, {
          functionName: targetArn,
          principal: "s3.amazonaws.com",
          sourceArn: bucket.attr("arn"),
        }),
      );
    }
    return { service, arn: targetArn, common };
  });
  const of = (service: Service) => told.filter((one) => one.service === service);
  c.joint<BucketNotificationArgs>(
    "aws:s3/bucketNotification:BucketNotification",
    "notifications",
    {
      bucket: bucketName,
      eventbridge: eventBridge || undefined,
      queues: some(of("sqs").map(({ arn, common }) => ({ ...common, queueArn: arn }))),
      topics: some(of("sns").map(({ arn, common }) => ({ ...common, topicArn: arn }))),
      lambdaFunctions: some(
        of("lambda").map(({ arn, common }) => ({ ...common, lambdaFunctionArn: arn })),
      ),
    },
    { of: c.id, dependsOn: [bucket, ...permissions.values()] },
  );
}
