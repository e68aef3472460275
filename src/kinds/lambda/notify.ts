import type { BucketNotificationArgs } from "@pulumi/aws/s3/bucketNotification.d.ts";
import type { Handle, RenderContext } from "../render.ts";
import { invokePermission } from "../shapes/invoke_permission.ts";
import type { Source } from "./trigger_source.ts";
import type { Trigger } from "./triggers.ts";

/** A bucket has one list of notifications, which the bucket and all its functions write together. */
export function notify(
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
