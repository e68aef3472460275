import type { Expression } from "../../../engine/resource.ts";
import type { CommonSpec } from "../../common_fields.ts";
import type { Handle, RenderContext } from "../../render.ts";
import { loadBalancer as ownBalancer } from "../balancer/balancer.ts";
import { allow } from "../ingress.ts";
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
  c: RenderContext<CommonSpec>,
  spec: LoadBalancer,
  { port, tasks, readiness }: { port: number; tasks: Handle; readiness?: Probe },
): Balanced {
  const network = spec.type === "network";
  const open = listenerPorts(spec, port);
  const { handle: balancer, group } = ownBalancer(
    c,
    {
      ...spec,
      open: open.map((listens) => ({ port: listens, protocol: "tcp" })),
      part: "load-balancer",
    },
    network
      ? { enableCrossZoneLoadBalancing: true }
      : { dropInvalidHeaderFields: true, idleTimeout: spec.idleTimeoutSeconds },
  );
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
