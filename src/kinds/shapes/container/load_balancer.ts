import type { ListenerArgs } from "@pulumi/aws/lb/listener.d.ts";
import type { ListenerRuleArgs } from "@pulumi/aws/lb/listenerRule.d.ts";
import type { LoadBalancerArgs } from "@pulumi/aws/lb/loadBalancer.d.ts";
import type { TargetGroupArgs } from "@pulumi/aws/lb/targetGroup.d.ts";
import type { Expression } from "../../../engine/resource.ts";
import type { Handle, RenderContext } from "../../render.ts";
import { letClientsIn } from "../balancer/clients.ts";
import { placement } from "../placement.ts";
import { allow, securityGroup } from "../security_group.ts";
import type { LoadBalancer } from "./load_balancer_fields.ts";
import { type Probe, targetCheck } from "./probe.ts";

const LISTENER = "aws:lb/listener:Listener";
/** TLS 1.2 and 1.3 only: Elastic Load Balancing, "Security policies". */
const TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";

export interface Balanced {
  targetGroup: Handle;
  /** What the service waits for: AWS refuses tasks for a target group that nothing forwards to. */
  ready: Handle[];
  host: Expression;
  /** `:port` that it is reached at. */
  at: string;
  /** With scheme, without a path. */
  url: string | Expression;
  /** What requests are counted for, in scaling. */
  requestLabel: Expression;
}

/** A load balancer of the component's own, in front of one port of its tasks. */
export function loadBalancer(
  c: RenderContext<{ deletionProtection?: boolean }>,
  spec: LoadBalancer,
  { port, tasks, readiness }: { port: number; tasks: Handle; readiness?: Probe },
): Balanced {
  const network = spec.type === "network";
  const { group } = securityGroup(c, {
    description: "Load balancer of a panka component",
    part: "load-balancer",
  });
  const at = placement(c, group);
  const open = listenerPorts(spec, port);
  const ports = open.map((listens) => ({ port: listens, protocol: "tcp" as const }));
  letClientsIn(c, group, spec, ports, "load-balancer");
  allow(c, `from-load-balancer-${port}`, { into: tasks.id, from: { group: group.id }, port });
  // A health check on another port comes from the balancer as well.
  const probed = readiness?.http?.port ?? readiness?.tcp?.port ?? port;
  if (probed !== port) {
    allow(c, `from-load-balancer-${probed}`, {
      into: tasks.id,
      from: { group: group.id },
      port: probed,
    });
  }
  // 32 letters, digits and dashes: CreateLoadBalancer, CreateTargetGroup.
  const name = c.physicalName({ max: 32, singleDashes: true });
  const balancer = c.resource<LoadBalancerArgs>(
    "aws:lb/loadBalancer:LoadBalancer",
    "load-balancer",
    {
      name,
      loadBalancerType: spec.type,
      internal: spec.internal,
      subnets: spec.internal ? at.privateSubnets : at.publicSubnets,
      securityGroups: [group.id],
      enableDeletionProtection: c.spec.deletionProtection ?? false,
      ...(network
        ? { enableCrossZoneLoadBalancing: true }
        : { dropInvalidHeaderFields: true, idleTimeout: spec.idleTimeoutSeconds }),
      tags: c.tags,
    },
    { physicalName: name },
  );
  const targetGroup = targets(c, spec, port, readiness);
  const ready = listeners(c, spec, { balancer, targetGroup, port });
  const host = balancer.attr("dnsName");
  const shown = spec.hostname ?? host;
  return {
    targetGroup,
    ready,
    host,
    at: `:${open[0]}`,
    url: network && !spec.certificateArn
      ? { $join: ["tcp://", shown, `:${port}`] }
      : { $join: [spec.certificateArn ? "https://" : "http://", shown] },
    requestLabel: { $join: [balancer.attr("arnSuffix"), "/", targetGroup.attr("arnSuffix")] },
  };
}

/** The group of the tasks that requests are spread over. */
export function targets(
  c: RenderContext<unknown>,
  spec: LoadBalancer,
  port: number,
  readiness: Probe | undefined,
): Handle {
  const network = spec.type === "network";
  // AWS can't change a target group's port, nor delete one in use: a new port is a new name.
  const protocol = network ? "TCP" : "HTTP";
  const targetName = c.physicalName({ max: 32, part: `${protocol.toLowerCase()}-${port}` });
  return c.resource<TargetGroupArgs>(
    "aws:lb/targetGroup:TargetGroup",
    "target-group",
    {
      name: targetName,
      targetType: "ip",
      port,
      protocol,
      vpcId: c.network().vpcId as Expression,
      deregistrationDelay: spec.deregistrationDelaySeconds,
      healthCheck: targetCheck(readiness, network),
      ...(spec.stickySeconds !== undefined && {
        stickiness: network
          ? { type: "source_ip", enabled: true }
          : { type: "lb_cookie", enabled: true, cookieDuration: spec.stickySeconds },
      }),
      tags: c.tags,
    },
    { physicalName: targetName },
  );
}

/** Ports that the balancer is reached at. */
function listenerPorts({ type, certificateArn }: LoadBalancer, port: number): number[] {
  if (type === "network") return [certificateArn ? 443 : port];
  return certificateArn ? [443, 80] : [80];
}

function listeners(
  c: RenderContext<unknown>,
  spec: LoadBalancer,
  { balancer, targetGroup, port }: { balancer: Handle; targetGroup: Handle; port: number },
): Handle[] {
  const { type, certificateArn, hostname, path } = spec;
  const common = { loadBalancerArn: balancer.attr("arn"), tags: c.tags };
  const forward = { type: "forward", targetGroupArn: targetGroup.attr("arn") };
  const certificate = certificateArn === undefined ? undefined : c.value(certificateArn);
  if (type === "network") {
    return [
      c.resource<ListenerArgs>(LISTENER, "listener", {
        ...common,
        ...(certificate === undefined ? { port, protocol: "TCP" } : {
          port: 443,
          protocol: "TLS",
          certificateArn: certificate,
          sslPolicy: TLS_POLICY,
        }),
        defaultActions: [forward],
      }),
    ];
  }
  const only = [
    ...(hostname === undefined ? [] : [{ hostHeader: { values: [hostname] } }]),
    ...(path === undefined ? [] : [{ pathPattern: { values: [path] } }]),
  ];
  const notFound = {
    type: "fixed-response",
    fixedResponse: { contentType: "text/plain", messageBody: "Not found", statusCode: "404" },
  };
  const main = c.resource<ListenerArgs>(LISTENER, "listener", {
    ...common,
    ...(certificate === undefined ? { port: 80, protocol: "HTTP" } : {
      port: 443,
      protocol: "HTTPS",
      certificateArn: certificate,
      sslPolicy: TLS_POLICY,
    }),
    defaultActions: [only.length ? notFound : forward],
  });
  const ready = [main];
  if (only.length) {
    ready.push(
      c.resource<ListenerRuleArgs>("aws:lb/listenerRule:ListenerRule", "listener-rule", {
        listenerArn: main.attr("arn"),
        priority: 1,
        conditions: only,
        actions: [forward],
        tags: c.tags,
      }),
    );
  }
  if (certificate !== undefined) {
    c.resource<ListenerArgs>(LISTENER, "listener-redirect", {
      ...common,
      port: 80,
      protocol: "HTTP",
      defaultActions: [{
        type: "redirect",
        redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" },
      }],
    });
  }
  return ready;
}
