import type { Ec2Kind, Ec2Resource } from "../aws/ec2.ts";
import { TENANT_TAG } from "./names.ts";
import type { TenantNetwork } from "./network.ts";

type Existing = TenantNetwork["existing"];

/** Finds what is wrong with a network that is said to be there; answers its block as well. */
export async function checkExisting(
  ec2: { find(kind: Ec2Kind, ids: readonly string[]): Promise<Ec2Resource[]> },
  tenant: string,
  { vpcId, subnetIds, securityGroupIds = [] }: Existing,
): Promise<{ vpcCidr?: string; problems: string[] }> {
  const wanted: [Ec2Kind, readonly string[]][] = [
    ["vpc", [vpcId]],
    ["subnet", [...subnetIds.public ?? [], ...subnetIds.private ?? []]],
    ["security group", securityGroupIds],
  ];
  const found = await Promise.all(wanted.map(([kind, ids]) => ec2.find(kind, ids)));
  const problems = wanted.flatMap(([kind, ids], i) =>
    ids.flatMap((id) => {
      const one = found[i]!.find((resource) => resource.id === id);
      if (!one) return [`there is no ${kind} ${id}`];
      if (one.vpcId !== vpcId) return [`${kind} ${id} is in ${one.vpcId}, not in ${vpcId}`];
      const owner = one.tags[TENANT_TAG] ?? tenant;
      // IAM would let the tenant do nothing with it.
      return owner === tenant ? [] : [`${kind} ${id} is tagged as tenant "${owner}"'s`];
    })
  );
  return { vpcCidr: found[0]![0]?.cidrBlock, problems };
}
