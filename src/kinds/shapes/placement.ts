import type { Expression } from "../../engine/resource.ts";
import type { Handle, Network, RenderContext } from "../render.ts";

/** Where a component's interfaces are put. */
export interface Placement extends Network {
  /** Its own group, and those that every interface of the network gets. */
  securityGroups: (string | Expression)[];
}

/** The network as the properties of an interface take it. */
export function placement(c: RenderContext<unknown>, group: Handle): Placement {
  const network = c.network();
  return { ...network, securityGroups: [group.id, ...network.securityGroupIds] };
}

/** One of several subnets, in turn; of a network whose subnets are not listed yet one of the first `known`. */
export function subnetOf(
  subnets: Network["privateSubnetIds"],
  i: number,
  known: number,
): string | Expression {
  if (Array.isArray(subnets)) return subnets[i % subnets.length]!;
  if (!("$lookup" in subnets)) throw new Error("subnets are neither listed nor looked up");
  const [key, attribute] = subnets.$lookup;
  return { $lookup: [key, `${attribute}[${i % known}]`] };
}
