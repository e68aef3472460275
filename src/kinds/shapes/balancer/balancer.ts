import type { LoadBalancerArgs } from "@pulumi/aws/lb/loadBalancer.d.ts";
import type { Expression, Properties } from "../../../engine/resource.ts";
import type { InferFields } from "../../../schema/field.ts";
import type { CommonSpec } from "../../common_fields.ts";
import type { Handle, Listener, RenderContext } from "../../render.ts";
import { joined } from "../lists.ts";
import { connect } from "../security_group.ts";
import type { OpenPort } from "./clients.ts";
import type { balancerFields } from "./fields.ts";
import { loadBalancer } from "./load_balancer.ts";
import { records } from "./records.ts";

export type BalancerSpec = InferFields<typeof balancerFields> & CommonSpec;

export interface Balancer {
  handle: Handle;
  /** Lets others connect to it. */
  listener: Listener;
  vpcId: Expression;
}

/** A load balancer with its security group, which is let into whatever it forwards to. */
export function balancer(
  c: RenderContext<BalancerSpec>,
  type: "application" | "network",
  open: readonly OpenPort[],
  properties: Properties<Partial<LoadBalancerArgs>>,
): Balancer {
  const { spec } = c;
  const { component, bucket, prefix } = spec.accessLogs ?? {};
  const logs = c.target(component)?.outputs.bucketName ?? bucket;
  const { handle, group, at } = loadBalancer(c, { ...spec, type, open }, {
    ...(logs !== undefined && {
      accessLogs: { enabled: true, bucket: logs as string | Expression, prefix },
    }),
    ...properties,
  });
  connect(c, group);
  records(c, spec.records, { name: handle.attr("dnsName"), zoneId: handle.attr("zoneId") });
  const tcp = open.filter(({ protocol }) => protocol === "tcp").map(({ port }) => port);
  return {
    handle,
    listener: { securityGroupId: group.id, ports: tcp, protocol: "tcp" },
    vpcId: at.vpcId,
  };
}

/** What ALB and NLB expose alike; a listener is there at least. */
export const outputsOf = ({ handle }: Balancer, listeners: readonly Handle[]) => ({
  dnsName: handle.attr("dnsName"),
  name: handle.attr("name"),
  listenerArn: listeners[0]!.attr("arn"),
  listenerArns: joined(listeners.map((listener) => listener.attr("arn"))),
  zoneId: handle.attr("zoneId"),
});
