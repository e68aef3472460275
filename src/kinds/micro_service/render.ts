import type { RenderContext } from "../render.ts";
import { EXEC_STATEMENT } from "../shapes/container/deployment.ts";
import { discovery } from "../shapes/container/discovery.ts";
import { ecsService, outputsOf } from "../shapes/container/ecs_service.ts";
import { loadBalancer as balance } from "../shapes/container/load_balancer.ts";
import { probesOf } from "../shapes/container/probe.ts";
import { scale } from "../shapes/container/scaling.ts";
import { targets } from "../shapes/container/target_group.ts";
import { task } from "../shapes/container/task.ts";
import { allow } from "../shapes/ingress.ts";
import { placement } from "../shapes/placement.ts";
import type { MicroServiceSpec } from "./fields.ts";

/** The service, and what stands before it. */
export function renderMicroService(c: RenderContext<MicroServiceSpec>) {
  const { spec } = c;
  const { readiness, liveness } = probesOf(spec.healthCheck);
  const running = task(c, {
    ports: spec.ports,
    // A program to run can only be run inside.
    liveness: liveness ?? (readiness?.exec && readiness),
    statements: spec.allowExec ? [EXEC_STATEMENT] : [],
  });
  const port = spec.loadBalancer?.port ?? spec.ports[0]?.port;
  const front = spec.loadBalancer?.enabled && port !== undefined ? spec.loadBalancer : undefined;
  const balanced = front && !front.shared
    ? balance(c, front, { port: port!, tasks: running.group, readiness })
    : undefined;
  // The provider waits until a listener forwards to the group, which AWS wants before the service.
  const targetGroup = balanced?.targetGroup ??
    (front && targets(c, front, port!, readiness));
  const found = spec.serviceDiscovery?.enabled
    ? discovery(c, spec.serviceDiscovery, placement(c, running.group).vpcId)
    : undefined;
  if (found) {
    const vpc = c.network().vpcCidr;
    for (const { port, protocol } of spec.ports) {
      allow(c, `from-vpc-${port}`, {
        into: running.group.id,
        from: { cidr: vpc },
        port,
        protocol,
      });
    }
  }
  const service = ecsService(c, running, {
    balanced: targetGroup && { targetGroup, ready: balanced?.ready ?? [] },
    port,
    registry: found?.registry,
    graceSeconds: readiness?.initialDelaySeconds,
  });
  if (spec.autoscaling?.enabled) {
    scale(c, { cluster: running.cluster, service }, spec.autoscaling, {
      requests: balanced?.requestLabel,
    });
  }
  const at = port === undefined ? "" : `:${port}`;
  const endpoint = found
    ? `${found.host}${at}`
    : balanced
    ? { $join: [balanced.host, balanced.at] }
    : "";
  return {
    outputs: {
      url: balanced?.url ?? (found ? `http://${found.host}${at}` : ""),
      endpoint,
      loadBalancerUrl: balanced?.url ?? "",
      targetGroupArn: targetGroup?.attr("arn") ?? "",
      listenerArn: balanced?.ready[0]?.attr("arn") ?? "",
      ...outputsOf(running, service),
    },
    listener: running.listener,
  };
}
