import type { ListenerArgs } from "@pulumi/aws/lb/listener.d.ts";
import type { ListenerCertificateArgs } from "@pulumi/aws/lb/listenerCertificate.d.ts";
import type { TargetGroupArgs } from "@pulumi/aws/lb/targetGroup.d.ts";
import type { TargetGroupAttachmentArgs } from "@pulumi/aws/lb/targetGroupAttachment.d.ts";
import type { Expression } from "../engine/resource.ts";
import { boolean } from "../schema/field.ts";
import { defineKind } from "./kind.ts";
import { checkListener, checkTarget } from "./nlb/check.ts";
import { type Listener, listeners, protocolOf } from "./nlb/fields.ts";
import type { Handle, RenderContext, Target } from "./render.ts";
import { under } from "./report.ts";
import { type Balancer, balancer, joined, TLS_POLICY } from "./shapes/balancer/balancer.ts";
import type { OpenPort } from "./shapes/balancer/clients.ts";
import { balancerFields } from "./shapes/balancer/fields.ts";
import { checkLogs, checkTasks } from "./shapes/balancer/uses.ts";

export const nlb = defineKind({
  name: "NLB",
  group: "Networking",
  summary: "Load balancer for TCP, UDP and TLS with fixed addresses (Network Load Balancer)",
  fields: {
    ...balancerFields,
    listeners,
    crossZone: boolean({
      doc: "Spread connections over the targets of all zones, which AWS bills as traffic",
      default: true,
    }),
  },
  outputs: {
    dnsName: { doc: "Host name that AWS gave it" },
    arn: { doc: "ARN of the load balancer" },
    name: { doc: "Name of the load balancer" },
    listenerArn: { doc: "ARN of the first listener" },
    listenerArns: { doc: "ARNs of the listeners, separated by commas" },
    zoneId: { doc: "Hosted zone of its host name, for alias records" },
  },
  holdsData: false,
  balances: () => true,
  proof: { level: "emulator", note: "no connection is forwarded" },
  example: `internal: true
listeners:
  - port: 5432
    protocol: TCP
    targetGroupArn: arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/db/0123456789abcdef`,
  check(spec, report) {
    spec.listeners.forEach((item, i) =>
      checkListener(
        item,
        under(report, "listeners", i),
      )
    );
  },
  checkUses(spec, used, report) {
    checkLogs(spec, used, report);
    spec.listeners.forEach((item, i) => {
      const path = ["listeners", i];
      checkTarget(
        item,
        used,
        under(report, ...path),
      );
      if (item.target !== undefined) {
        checkTasks(item.target, "network", used, [...path, "target"], report);
      }
    });
  },
  render(c) {
    const { spec } = c;
    const front = balancer(c, "network", spec.listeners.flatMap(openPorts), {
      enableCrossZoneLoadBalancing: spec.crossZone,
    });
    const made = spec.listeners.map((item) => renderListener(c, front, item));
    return {
      outputs: {
        dnsName: front.handle.attr("dnsName"),
        arn: front.handle.attr("arn"),
        name: front.handle.attr("name"),
        listenerArn: made[0]!.attr("arn"),
        listenerArns: joined(made),
        zoneId: front.handle.attr("zoneId"),
      },
      listener: front.listener,
    };
  },
});

function openPorts(item: Listener): OpenPort[] {
  const { port } = item;
  const protocol = protocolOf(item);
  return [
    ...(protocol === "UDP" ? [] : [{ port, protocol: "tcp" as const }]),
    ...(protocol.endsWith("UDP") ? [{ port, protocol: "udp" as const }] : []),
  ];
}

function renderListener(c: RenderContext<unknown>, front: Balancer, item: Listener): Handle {
  const { port, certificateArn } = item;
  const protocol = protocolOf(item);
  const target = c.targets.find(({ id }) => id === item.target);
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
    tcpIdleTimeoutSeconds: item.idleTimeoutSeconds,
    defaultActions: [{
      type: "forward",
      targetGroupArn: behind ??
        (target ? target.outputs.targetGroupArn as Expression : c.value(item.targetGroupArn!)),
    }],
    tags: c.tags,
  });
  item.additionalCertificateArns.forEach((arn, i) =>
    c.resource<ListenerCertificateArgs>(
      "aws:lb/listenerCertificate:ListenerCertificate",
      `listener-${port}-certificate-${i + 1}`,
      { listenerArn: listener.attr("arn"), certificateArn: c.value(arn) },
    )
  );
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
    { targetGroupArn: arn, targetId: target.outputs.arn as Expression, port },
  );
  return arn;
}
