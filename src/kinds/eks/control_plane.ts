import type { ClusterArgs } from "@pulumi/aws/eks/cluster.d.ts";
import type { Handle, RenderContext } from "../render.ts";
import { kmsKeyArn } from "../shapes/kms_key.ts";
import { logGroup } from "../shapes/log_group.ts";
import { placement } from "../shapes/placement.ts";
import { role } from "../shapes/role.ts";
import type { EksSpec } from "./fields.ts";

export const ISSUER = "identities[0].oidcs[0].issuer";

/** The cluster itself, without machines. */
export function controlPlane(
  c: RenderContext<EksSpec>,
  name: string,
  group: Handle,
): Handle {
  const { spec } = c;
  const at = placement(c, group);
  const runsAs = role(c, {
    service: "eks.amazonaws.com",
    managedPolicies: ["AmazonEKSClusterPolicy"],
  });
  // EKS writes to this name; made first, it keeps logs only as long as the stack says.
  const logs = logGroup(c, `/aws/eks/${name}/cluster`);
  const key = kmsKeyArn(c, spec.kmsKeyId);
  const open = spec.publicAccess?.enabled ? spec.publicAccess.allowedCIDRs : undefined;
  return c.resource<ClusterArgs>("aws:eks/cluster:Cluster", "cluster", {
    name,
    version: spec.version,
    roleArn: runsAs.attr("arn"),
    vpcConfig: {
      subnetIds: at.privateSubnetIds,
      securityGroupIds: at.securityGroups,
      endpointPrivateAccess: true,
      endpointPublicAccess: open !== undefined,
      publicAccessCidrs: open,
    },
    accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: true },
    enabledClusterLogTypes: spec.logTypes,
    encryptionConfig: key === undefined
      ? undefined
      : { provider: { keyArn: key }, resources: ["secrets"] },
    upgradePolicy: { supportType: spec.support.toUpperCase() },
    deletionProtection: spec.deletionProtection ?? false,
    tags: c.tags,
  }, {
    physicalName: name,
    protect: spec.deletionProtection,
    dependsOn: [...runsAs.policies, logs],
  });
}
