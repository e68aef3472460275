import type { OpenIdConnectProviderArgs } from "@pulumi/aws/iam/openIdConnectProvider.d.ts";
import type { Handle, RenderContext } from "../render.ts";
import { placement } from "../shapes/placement.ts";
import { connect, securityGroup } from "../shapes/security_group.ts";
import { admins } from "./admins.ts";
import { controlPlane, ISSUER } from "./control_plane.ts";
import type { EksSpec } from "./fields.ts";
import { addons, isFirst, nodeGroups } from "./nodes.ts";

/** The cluster, its machines, and who may administer it. */
export function renderEks(c: RenderContext<EksSpec>) {
  const { spec } = c;
  // 100 letters, digits, - and _: Amazon EKS, CreateCluster.
  const name = c.physicalName({ max: 100 });
  const { group } = securityGroup(c, {
    description: "Control plane of a panka component",
  });
  const at = placement(c, group);
  const cluster = controlPlane(c, name, group);
  const nodesGroup: Handle = {
    ...cluster,
    id: cluster.attr("vpcConfig.clusterSecurityGroupId"),
  };
  connect(c, nodesGroup);
  const provider = spec.serviceAccountRoles
    ? c.resource<OpenIdConnectProviderArgs>(
      "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
      "identity-provider",
      { url: cluster.attr(ISSUER), clientIdLists: ["sts.amazonaws.com"], tags: c.tags },
    )
    : undefined;
  admins(c, cluster);
  const first = addons(c, cluster, spec.addons.filter((addon) => isFirst(addon.name)), []);
  const nodes = nodeGroups(c, cluster, at.privateSubnetIds, first);
  addons(c, cluster, spec.addons.filter((addon) => !isFirst(addon.name)), nodes);
  return {
    outputs: {
      clusterName: cluster.attr("name"),
      clusterArn: cluster.attr("arn"),
      endpoint: cluster.attr("endpoint"),
      certificateAuthority: cluster.attr("certificateAuthority.data"),
      oidcIssuer: cluster.attr(ISSUER),
      oidcProviderArn: provider?.attr("arn") ?? "",
      securityGroupId: nodesGroup.id,
    },
    listener: { securityGroupId: group.id, ports: [443] },
  };
}
