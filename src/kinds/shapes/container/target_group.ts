import type { TargetGroupArgs } from "@pulumi/aws/lb/targetGroup.d.ts";
import type { Handle, RenderContext } from "../../render.ts";
import type { LoadBalancer } from "./load_balancer_fields.ts";
import { targetCheck } from "./probe.ts";
import type { Probe } from "./probe_fields.ts";

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
  // 32 letters, digits and dashes: CreateTargetGroup.
  const targetName = c.physicalName({ max: 32, part: `${protocol.toLowerCase()}-${port}` });
  return c.resource<TargetGroupArgs>(
    "aws:lb/targetGroup:TargetGroup",
    "target-group",
    {
      name: targetName,
      targetType: "ip",
      port,
      protocol,
      vpcId: c.network().vpcId,
      deregistrationDelay: spec.deregistrationDelaySeconds,
      healthCheck: targetCheck(readiness, network),
      // Said also where it is off: what is not said stays as it was.
      stickiness: {
        type: network ? "source_ip" : "lb_cookie",
        enabled: spec.stickySeconds !== undefined,
        cookieDuration: network ? undefined : spec.stickySeconds,
      },
      tags: c.tags,
    },
    { physicalName: targetName },
  );
}
