import type { Expression } from "../../engine/resource.ts";
import type { Handle, RenderContext } from "../render.ts";

/** Where a component's interfaces are put, as properties take it. */
export interface Placement {
  vpcId: Expression;
  privateSubnets: Expression;
  publicSubnets: Expression;
  /** Its own group, and those that every interface of the network gets. */
  securityGroups: Expression[];
  /** It reaches nothing without a public address. */
  publicAddress: boolean;
}

/** The network as the properties of an interface take it. */
export function placement(c: RenderContext<unknown>, group: Handle): Placement {
  const network = c.network();
  return {
    vpcId: network.vpcId as Expression,
    privateSubnets: network.privateSubnetIds as Expression,
    publicSubnets: network.publicSubnetIds as Expression,
    securityGroups: [group.id, ...network.securityGroupIds as Expression[]],
    publicAddress: network.assignPublicIp ?? false,
  };
}
