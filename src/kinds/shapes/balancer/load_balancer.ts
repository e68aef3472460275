import type { LoadBalancerArgs } from "@pulumi/aws/lb/loadBalancer.d.ts";
import type { Properties } from "../../../engine/resource.ts";
import type { Handle, RenderContext } from "../../render.ts";
import { type Placement, placement } from "../placement.ts";
import { securityGroup } from "../security_group.ts";
import { letClientsIn, type OpenPort } from "./clients.ts";

interface Wanted {
  type: "application" | "network";
  internal: boolean;
  allowedCIDRs?: readonly string[];
  open: readonly OpenPort[];
  /** Told apart from the component's other groups and rules: "load-balancer". */
  part?: string;
}

/** A load balancer and its security group, which its clients are let into. */
export function loadBalancer(
  c: RenderContext<{ deletionProtection?: boolean }>,
  { type, open, part, ...spec }: Wanted,
  properties: Properties<Partial<LoadBalancerArgs>>,
): { handle: Handle; group: Handle; at: Placement } {
  const { deletionProtection } = c.spec;
  const { group } = securityGroup(c, { description: "Load balancer of a panka component", part });
  const at = placement(c, group);
  letClientsIn(c, group, spec, open, part);
  // 32 letters, digits and dashes, not beginning with "internal-": CreateLoadBalancer.
  const name = c.physicalName({ max: 32, singleDashes: true, reserved: /^internal-/ });
  const handle = c.resource<LoadBalancerArgs>(
    "aws:lb/loadBalancer:LoadBalancer",
    "load-balancer",
    {
      name,
      loadBalancerType: type,
      internal: spec.internal,
      subnets: spec.internal ? at.privateSubnets : at.publicSubnets,
      securityGroups: [group.id],
      enableDeletionProtection: deletionProtection ?? false,
      // What is not said stays as it was.
      accessLogs: { enabled: false, bucket: "" },
      ...properties,
      tags: c.tags,
    },
    { physicalName: name, protect: deletionProtection },
  );
  return { handle, group, at };
}
