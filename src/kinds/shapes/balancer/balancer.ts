import type { LoadBalancerArgs } from "@pulumi/aws/lb/loadBalancer.d.ts";
import type { Expression, Properties } from "../../../engine/resource.ts";
import type { InferFields } from "../../../schema/field.ts";
import type { CommonSpec } from "../../common_fields.ts";
import type { Handle, IngressRule, Listener, RenderContext } from "../../render.ts";
import { allow } from "../ingress.ts";
import { keyNames } from "../key_names.ts";
import { joined } from "../lists.ts";
import { type Placement, placement } from "../placement.ts";
import { connect, securityGroup } from "../security_group.ts";
import type { balancerFields } from "./fields.ts";
import { records } from "./records.ts";

export type BalancerSpec = InferFields<typeof balancerFields> & CommonSpec;

export interface Balancer {
  handle: Handle;
  /** Lets others connect to it. */
  listener: Listener;
  vpcId: string | Expression;
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
      accessLogs: { enabled: true, bucket: logs, prefix: prefix ?? "" },
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
  c: RenderContext<CommonSpec>,
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
      subnets: spec.internal ? at.privateSubnetIds : at.publicSubnetIds,
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

export interface OpenPort {
  port: number;
  protocol: "tcp" | "udp";
}

/** Lets clients into a load balancer's group: where its spec says so, and by the stack's rules. */
function letClientsIn(
  c: RenderContext<unknown>,
  group: Handle,
  spec: { internal: boolean; allowedCIDRs?: readonly string[] },
  open: readonly OpenPort[],
  part?: string,
): void {
  const nameOf = keyNames();
  const known = new Set<string>();
  const letIn = (cidr: string | Expression, rule: Omit<IngressRule, "cidrBlocks">) => {
    const { port, toPort = port, protocol, description } = rule;
    const from = typeof cidr === "string" ? cidr : "vpc";
    const ports = toPort === port ? port : `${port}-${toPort}`;
    const key = [part, "ingress", from, protocol, ports].filter((word) => word !== undefined);
    // AWS refuses the same rule twice, whatever is said of it.
    if (known.has(key.join(" "))) return;
    known.add(key.join(" "));
    allow(c, nameOf(...key as string[]), {
      into: group.id,
      from: { cidr },
      port,
      toPort,
      protocol,
      description,
    });
  };
  const sources = spec.allowedCIDRs ??
    [spec.internal ? c.network().vpcCidr : "0.0.0.0/0"];
  for (const cidr of sources) for (const one of open) letIn(cidr, one);
  for (const rule of c.stack.ingress) for (const cidr of rule.cidrBlocks) letIn(cidr, rule);
}
