import type { VpcLinkArgs } from "@pulumi/aws/apigatewayv2/vpcLink.d.ts";
import type { Handle, RenderContext } from "../render.ts";
import { placement } from "../shapes/placement.ts";
import { connect, securityGroup } from "../shapes/security_group.ts";

/** The way into the VPC. */
export function vpcLink(c: RenderContext<unknown>): Handle {
  const { group } = securityGroup(c, { description: "API Gateway of a panka component" });
  connect(c, group);
  const { privateSubnetIds, securityGroups } = placement(c, group);
  // 128 characters: API Gateway, CreateVpcLink. Several may have one name, so that with other
  // subnets the new one is there before the old one goes, which AWS refuses while it is used.
  const name = c.physicalName({ max: 128 });
  return c.resource<VpcLinkArgs>("aws:apigatewayv2/vpcLink:VpcLink", "vpc-link", {
    name,
    subnetIds: privateSubnetIds,
    securityGroupIds: securityGroups,
    tags: c.tags,
  });
}
