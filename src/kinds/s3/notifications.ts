import type { PermissionArgs } from "@pulumi/aws/lambda/permission.d.ts";
import type { BucketNotificationArgs } from "@pulumi/aws/s3/bucketNotification.d.ts";
import type { TopicPolicyArgs } from "@pulumi/aws/sns/topicPolicy.d.ts";
import type { QueuePolicyArgs } from "@pulumi/aws/sqs/queuePolicy.d.ts";
import type { Expression, Value } from "../../engine/resource.ts";
import type { Handle, RenderContext, Target } from "../render.ts";
import type { S3Spec } from "./fields.ts";

type Service = "sqs" | "sns" | "lambda";
const SERVICES: Record<string, Service> = { SQS: "sqs", SNS: "sns", Lambda: "lambda" };
const ARN_OUTPUT: Record<Service, string> = { sqs: "arn", sns: "topicArn", lambda: "functionArn" };

/** The bucket's one notification configuration, and leave for it to reach the components in it. */
export function renderNotifications(c: RenderContext<S3Spec>, bucket: Handle): void {
  const { notifications, eventBridge } = c.spec;
  if (!notifications.length && !eventBridge) return;
  const permissions = new Map<string, Handle>();
  const told = notifications.map(({ events, prefix, suffix, component, arn }, i) => {
    const common = { id: `panka-${i + 1}`, events, filterPrefix: prefix, filterSuffix: suffix };
    if (arn !== undefined) {
      return { service: arn.split(":")[2] as Service, arn: arn as string | Expression, common };
    }
    const target = c.targets.find(({ id }) => id === component);
    if (!target) throw new Error(`"${component}" is no target of "${c.id}"`);
    const service = SERVICES[target.kind.name]!;
    const targetArn = target.outputs[ARN_OUTPUT[service]] as string | Expression;
    if (!permissions.has(target.id)) {
      permissions.set(target.id, permission(c, bucket, target, service, targetArn));
    }
    return { service, arn: targetArn, common };
  });
  const of = (service: Service) => told.filter((one) => one.service === service);
  c.resource<BucketNotificationArgs>(
    "aws:s3/bucketNotification:BucketNotification",
    "notifications",
    {
      bucket: bucket.id,
      eventbridge: eventBridge || undefined,
      queues: some(of("sqs").map(({ arn, common }) => ({ ...common, queueArn: arn }))),
      topics: some(of("sns").map(({ arn, common }) => ({ ...common, topicArn: arn }))),
      lambdaFunctions: some(
        of("lambda").map(({ arn, common }) => ({ ...common, lambdaFunctionArn: arn })),
      ),
    },
    { dependsOn: [...permissions.values()] },
  );
}

const some = <T>(items: T[]): T[] | undefined => items.length ? items : undefined;

/** S3 refuses a notification that it has no leave to deliver. */
function permission(
  c: RenderContext<S3Spec>,
  bucket: Handle,
  target: Target,
  service: Service,
  arn: string | Expression,
): Handle {
  const name = `to-${target.id.replace("/", "-")}`;
  if (service === "lambda") {
    return c.resource<PermissionArgs>("aws:lambda/permission:Permission", name, {
      // 100 characters: Lambda, AddPermission.
      statementId: c.physicalName({ max: 100 }),
      function: arn,
      action: "lambda:InvokeFunction",
      principal: "s3.amazonaws.com",
      sourceArn: bucket.attr("arn"),
      sourceAccount: c.accountId(),
    });
  }
  const policy: { $json: Value } = {
    $json: {
      Version: "2012-10-17",
      Statement: [{
        Effect: "Allow",
        Principal: { Service: "s3.amazonaws.com" },
        Action: service === "sqs" ? "sqs:SendMessage" : "sns:Publish",
        Resource: arn,
        Condition: {
          ArnEquals: { "aws:SourceArn": bucket.attr("arn") },
          StringEquals: { "aws:SourceAccount": c.accountId() },
        },
      }],
    },
  };
  if (service === "sns") {
    return c.resource<TopicPolicyArgs>("aws:sns/topicPolicy:TopicPolicy", name, { arn, policy });
  }
  return c.resource<QueuePolicyArgs>("aws:sqs/queuePolicy:QueuePolicy", name, {
    queueUrl: target.outputs.queueUrl as string | Expression,
    policy,
  });
}
