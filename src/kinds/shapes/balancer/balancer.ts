import type { LoadBalancerArgs } from "@pulumi/aws/lb/loadBalancer.d.ts";
import type { Expression, Properties } from "../../../engine/resource.ts";
import type { InferFields } from "../../../schema/field.ts";
import type { CommonSpec } from "../../common_fields.ts";
import type { Handle, Listener, RenderContext } from "../../render.ts";
import { placement } from "../placement.ts";
import { connect, securityGroup } from "../security_group.ts";
import { letClientsIn, type OpenPort } from "./clients.ts";
import type { balancerFields } from "./fields.ts";
import { records } from "./records.ts";

export type BalancerSpec = InferFields<typeof balancerFields> & CommonSpec;

export interface Balancer {
  handle: Handle;
  /** Lets others connect to it. */
  listener: Listener;
  vpcId: Expression;
}

/** TLS 1.2 and 1.3 only: Elastic Load Balancing, "Security policies". */
export const TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";

/** A load balancer with its security group, which is let into whatever it forwards to. */
export function balancer(
  c: RenderContext<BalancerSpec>,
  type: "application" | "network",
  open: readonly OpenPort[],
  properties: Properties<Partial<LoadBalancerArgs>>,
): Balancer {
  const { spec } = c;
  const { group } = securityGroup(c, { description: "Load balancer of a panka component" });
  const at = placement(c, group);
  letClientsIn(c, group, spec, open);
  connect(c, group);
  const { component, bucket, prefix } = spec.accessLogs ?? {};
  const logs = c.targets.find(({ id }) => id === component)?.outputs.bucketName ?? bucket;
  // 32 letters, digits and dashes: CreateLoadBalancer.
  const name = c.physicalName({ max: 32, singleDashes: true });
  const handle = c.resource<LoadBalancerArgs>(
    "aws:lb/loadBalancer:LoadBalancer",
    "load-balancer",
    {
      name,
      loadBalancerType: type,
      internal: spec.internal,
      subnets: spec.internal ? at.privateSubnets : at.publicSubnets,
      securityGroups: [group.id],
      enableDeletionProtection: spec.deletionProtection ?? false,
      accessLogs: logs === undefined
        ? undefined
        : { enabled: true, bucket: logs as string | Expression, prefix },
      ...properties,
      tags: c.tags,
    },
    { physicalName: name, protect: spec.deletionProtection },
  );
  records(c, spec.records, { name: handle.attr("dnsName"), zoneId: handle.attr("zoneId") });
  const tcp = open.filter(({ protocol }) => protocol === "tcp").map(({ port }) => port);
  return {
    handle,
    listener: { securityGroupId: group.id, ports: tcp, protocol: "tcp" },
    vpcId: at.vpcId,
  };
}

/** ARNs joined by commas, as an output. */
export const joined = (handles: readonly Handle[]): Expression => ({
  $join: handles.flatMap((handle, i) => i ? [",", handle.attr("arn")] : [handle.attr("arn")]),
});
