import type { LoadBalancerArgs } from "@pulumi/aws/lb/loadBalancer.d.ts";
import type { Expression } from "../../../engine/resource.ts";
import type { Handle, RenderContext } from "../../render.ts";
import { letClientsIn } from "../balancer/clients.ts";
import { allow } from "../ingress.ts";
import { placement } from "../placement.ts";
import { securityGroup } from "../security_group.ts";
import { listenerPorts, listeners } from "./listeners.ts";
import type { LoadBalancer } from "./load_balancer_fields.ts";
import type { Probe } from "./probe_fields.ts";
import { targets } from "./target_group.ts";

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
