import type { SecurityGroupArgs } from "@pulumi/aws/ec2/securityGroup.d.ts";
import type { SecurityGroupEgressRuleArgs } from "@pulumi/aws/vpc/securityGroupEgressRule.d.ts";
import type { Handle, Listener, RenderContext } from "../render.ts";
import { allow } from "./ingress.ts";

interface GroupRules {
  /** Ports that it listens on, for those who connect to it. */
  ports?: readonly number[];
  protocol?: "tcp" | "udp";
  /** What the group is for. Constant per kind: AWS can't change it without a replacement. */
  description: string;
  /** Told apart from the component's other groups: "load-balancer". */
  part?: string;
}

/**
 * A component's own security group: it may send anywhere, and nothing comes in but what
 * others add with {@link connect} or {@link allow}.
 */
export function securityGroup(
  c: RenderContext<unknown>,
  { ports = [], protocol, description, part }: GroupRules,
): { group: Handle; listener: Listener } {
  const prefix = part === undefined ? "" : `${part}-`;
  // 255 characters; not starting with "sg-": EC2, CreateSecurityGroup.
  const name = c.physicalName({ max: 255, part, reserved: /^sg-/ });
  const group = c.resource<SecurityGroupArgs>(
    "aws:ec2/securityGroup:SecurityGroup",
    `${prefix}security-group`,
    { name, description, vpcId: c.network().vpcId, tags: c.tags },
    { physicalName: name },
  );
  c.resource<SecurityGroupEgressRuleArgs>(
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    `${prefix}egress`,
    { securityGroupId: group.id, ipProtocol: "-1", cidrIpv4: "0.0.0.0/0", tags: c.tags },
  );
  return { group, listener: { securityGroupId: group.id, ports, protocol } };
}

/** Lets this component's group into every component that it refers to and that takes connections. */
export function connect(c: RenderContext<unknown>, group: Handle): void {
  const done = new Set<string>();
  for (const { id, listener } of c.targets) {
    if (!listener || done.has(id)) continue;
    done.add(id);
    for (const port of listener.ports) {
      allow(c, `to-${id.replace("/", "-")}-${port}`, {
        into: listener.securityGroupId,
        from: { group: group.id },
        port,
        protocol: listener.protocol,
        description: `From ${c.id}`,
      });
    }
  }
}
