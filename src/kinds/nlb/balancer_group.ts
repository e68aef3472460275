import type { TargetGroupArgs } from "@pulumi/aws/lb/targetGroup.d.ts";
import type { TargetGroupAttachmentArgs } from "@pulumi/aws/lb/targetGroupAttachment.d.ts";
import type { Expression } from "../../engine/resource.ts";
import type { RenderContext, Target } from "../render.ts";
import type { Balancer } from "../shapes/balancer/balancer.ts";

/** A target group with an ALB's listener in it. */
export function balancerGroup(
  c: RenderContext<unknown>,
  { vpcId }: Balancer,
  target: Target,
  port: number,
): Expression {
  const part = `${target.id.replace("/", "-")}-${port}`;
  const key = `target-${part}`;
  // 32 letters, digits and dashes: CreateTargetGroup.
  const name = c.physicalName({ max: 32, part });
  const group = c.resource<TargetGroupArgs>("aws:lb/targetGroup:TargetGroup", key, {
    name,
    targetType: "alb",
    port,
    protocol: "TCP",
    vpcId,
    // Anything that the ALB answers shows that it lives.
    healthCheck: { protocol: port === 443 ? "HTTPS" : "HTTP", matcher: "200-499" },
    tags: c.tags,
  }, { physicalName: name });
  const arn = group.attr("arn");
  c.resource<TargetGroupAttachmentArgs>(
    "aws:lb/targetGroupAttachment:TargetGroupAttachment",
    `attachment-${part}`,
    { targetGroupArn: arn, targetId: target.outputs.arn as Expression, port },
  );
  return arn;
}
