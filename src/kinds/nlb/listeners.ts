import type { ListenerArgs } from "@pulumi/aws/lb/listener.d.ts";
import type { TargetGroupArgs } from "@pulumi/aws/lb/targetGroup.d.ts";
import type { TargetGroupAttachmentArgs } from "@pulumi/aws/lb/targetGroupAttachment.d.ts";
import type { Expression } from "../../engine/resource.ts";
import type { Handle, RenderContext, Target } from "../render.ts";
import { TLS_POLICY } from "../shapes/balancer/answers.ts";
import type { Balancer, OpenPort } from "../shapes/balancer/balancer.ts";
import { certificates } from "../shapes/balancer/certificates.ts";
import { type Listener, protocolOf } from "./fields.ts";

/** Ports that a listener is reached at, by protocol. */
export function openPorts(item: Listener): OpenPort[] {
  const { port } = item;
  const protocol = protocolOf(item);
  return [
    ...(protocol === "UDP" ? [] : [{ port, protocol: "tcp" as const }]),
    ...(protocol.endsWith("UDP") ? [{ port, protocol: "udp" as const }] : []),
  ];
}

/** A listener and its further certificates. */
export function renderListener(c: RenderContext<unknown>, front: Balancer, item: Listener): Handle {
  const { port, certificateArn } = item;
  const protocol = protocolOf(item);
  const target = c.target(item.target);
  const behind = target?.kind.name === "ALB"
    ? balancerGroup(c, front, target, item.targetPort ?? port)
    : undefined;
  const listener = c.resource<ListenerArgs>("aws:lb/listener:Listener", `listener-${port}`, {
    loadBalancerArn: front.handle.attr("arn"),
    port,
    protocol,
    certificateArn: certificateArn === undefined ? undefined : c.value(certificateArn),
    sslPolicy: protocol === "TLS" ? item.sslPolicy ?? TLS_POLICY : undefined,
    alpnPolicy: item.alpnPolicy,
    tcpIdleTimeoutSeconds: protocol === "TCP" ? item.idleTimeoutSeconds ?? 350 : undefined,
    defaultActions: [{
      type: "forward",
      targetGroupArn: behind ??
        (target ? target.outputs.targetGroupArn! : c.value(item.targetGroupArn!)),
    }],
    tags: c.tags,
  });
  certificates(c, listener, item);
  return listener;
}

/** A target group with an ALB's listener in it. */
function balancerGroup(
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
    { targetGroupArn: arn, targetId: target.outputs.arn!, port },
  );
  return arn;
}
