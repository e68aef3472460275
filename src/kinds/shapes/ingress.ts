import type { SecurityGroupIngressRuleArgs } from "@pulumi/aws/vpc/securityGroupIngressRule.d.ts";
import type { Expression } from "../../engine/resource.ts";
import type { Handle, RenderContext } from "../render.ts";

/** Where traffic may come from: a block of addresses, or a security group. */
export type Source = { cidr: string | Expression } | { group: string | Expression };

/** Lets traffic to a port into a group; `name` is unique in the component. */
export function allow(
  c: RenderContext<unknown>,
  name: string,
  rule: {
    into: string | Expression;
    from: Source;
    port: number;
    /** The last of several ports. */
    toPort?: number;
    protocol?: "tcp" | "udp";
    description?: string;
  },
): Handle {
  const { into, from, port, toPort = port, protocol = "tcp", description } = rule;
  const address = "cidr" in from ? from.cidr : undefined;
  const v6 = typeof address === "string" && address.includes(":");
  return c.resource<SecurityGroupIngressRuleArgs>(
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    name,
    {
      securityGroupId: into,
      ...("group" in from
        ? { referencedSecurityGroupId: from.group }
        : v6
        ? { cidrIpv6: address }
        : { cidrIpv4: address }),
      ipProtocol: protocol,
      fromPort: port,
      toPort,
      description,
      tags: c.tags,
    },
  );
}
