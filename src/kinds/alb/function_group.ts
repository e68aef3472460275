import type { TargetGroupArgs } from "@pulumi/aws/lb/targetGroup.d.ts";
import type { TargetGroupAttachmentArgs } from "@pulumi/aws/lb/targetGroupAttachment.d.ts";
import type { Expression } from "../../engine/resource.ts";
import type { RenderContext, Target } from "../render.ts";
import { invokePermission } from "../shapes/invoke_permission.ts";

/** A target group with a function in it, and leave to call it. */
export function functionGroup(c: RenderContext<unknown>, target: Target): Expression {
  const part = target.id.replace("/", "-");
  // 32 letters, digits and dashes: CreateTargetGroup.
  const name = c.physicalName({ max: 32, part });
  const group = c.resource<TargetGroupArgs>("aws:lb/targetGroup:TargetGroup", `target-${part}`, {
    name,
    targetType: "lambda",
    tags: c.tags,
  }, { physicalName: name });
  const arn = group.attr("arn");
  const permission = invokePermission(c, `permission-${part}`, {
    functionName: target.outputs.functionName!,
    principal: "elasticloadbalancing.amazonaws.com",
    sourceArn: arn,
  });
  c.resource<TargetGroupAttachmentArgs>(
    "aws:lb/targetGroupAttachment:TargetGroupAttachment",
    `attachment-${part}`,
    { targetGroupArn: arn, targetId: target.outputs.functionArn as Expression },
    // AWS refuses to register a function that it may not call.
    { dependsOn: [permission] },
  );
  return arn;
}
