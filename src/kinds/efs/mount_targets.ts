import type { MountTargetArgs } from "@pulumi/aws/efs/mountTarget.d.ts";
import type { Expression } from "../../engine/resource.ts";
import type { Handle, RenderContext } from "../render.ts";
import type { StoreNetwork } from "../shapes/private_store.ts";
import type { EFSSpec } from "./fields.ts";

/** One in every private subnet; of a default VPC, whose subnets are asked of AWS, in the first ones. */
export function mountTargets(
  c: RenderContext<EFSSpec>,
  fileSystem: Handle,
  { privateSubnets, securityGroups }: StoreNetwork,
): Handle[] {
  const listed = Array.isArray(privateSubnets);
  const subnets = listed
    ? privateSubnets as (string | Expression)[]
    : Array.from({ length: c.spec.zones }, (_, i) => elementOf(privateSubnets, i));
  // AWS takes one a zone: called by their subnets, none moves to where another still is when one is added.
  return subnets.map((subnetId, i) =>
    c.resource<MountTargetArgs>("aws:efs/mountTarget:MountTarget", nameOf(subnetId, i), {
      fileSystemId: fileSystem.id,
      subnetId,
      securityGroups,
      // AWS tells of subnets in any order: a mount target stays where it was made.
    }, listed ? {} : { ignoreChanges: ["subnetId"] })
  );
}

const nameOf = (subnet: string | Expression, i: number) =>
  `mount-target-${typeof subnet === "string" ? subnet : i + 1}`;

function elementOf(list: Expression, i: number): Expression {
  if ("$lookup" in list) return { $lookup: [list.$lookup[0], `${list.$lookup[1]}[${i}]`] };
  if ("$attr" in list) return { $attr: [list.$attr[0], `${list.$attr[1]}[${i}]`] };
  throw new Error("the network's subnets are neither a list nor an attribute");
}
