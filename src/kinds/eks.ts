import type { AccessEntryArgs } from "@pulumi/aws/eks/accessEntry.d.ts";
import type { AccessPolicyAssociationArgs } from "@pulumi/aws/eks/accessPolicyAssociation.d.ts";
import type { ClusterArgs } from "@pulumi/aws/eks/cluster.d.ts";
import type { OpenIdConnectProviderArgs } from "@pulumi/aws/iam/openIdConnectProvider.d.ts";
import { eksFields, type EksSpec } from "./eks/fields.ts";
import { addons, isFirst, nodeGroups } from "./eks/nodes.ts";
import { defineKind } from "./kind.ts";
import type { Handle, RenderContext } from "./render.ts";
import { partition } from "./shapes/arn.ts";
import { kmsKeyArn } from "./shapes/kms_key.ts";
import { logGroup } from "./shapes/log_group.ts";
import { placement } from "./shapes/placement.ts";
import { role } from "./shapes/role.ts";
import { connect, securityGroup } from "./shapes/security_group.ts";

const ISSUER = "identities[0].oidcs[0].issuer";

export const eks = defineKind({
  name: "EKS",
  aliases: ["EKSCluster"],
  group: "Containers",
  summary: "Kubernetes cluster (Amazon EKS)",
  fields: eksFields,
  outputs: {
    clusterName: { doc: "Name of the cluster", aliases: ["name"] },
    clusterArn: { doc: "ARN of the cluster", aliases: ["arn"] },
    endpoint: { doc: "URL of the Kubernetes API" },
    certificateAuthority: { doc: "Certificate of the API's authority, in base64" },
    oidcIssuer: { doc: "URL that issues the tokens of service accounts" },
    oidcProviderArn: {
      doc: "ARN of the identity provider; empty without serviceAccountRoles",
    },
    securityGroupId: { doc: "Security group of the nodes and the control plane" },
  },
  holdsData: false,
  proof: {
    level: "create",
    note: "no update works on an emulator, and there is no Kubernetes in it",
  },
  example: `version: "1.33"
nodeGroups:
  - name: general
    instanceTypes: [t3.large]
    minSize: 2
    maxSize: 6
addons: [vpc-cni, kube-proxy, coredns]`,
  check(spec, report) {
    spec.nodeGroups.forEach(({ name, minSize, maxSize, desiredSize = minSize }, i) => {
      if (minSize <= maxSize && desiredSize >= minSize && desiredSize <= maxSize) return;
      const wrong = minSize > maxSize ? "minSize" : "desiredSize";
      report({
        code: "wrong-range",
        path: ["nodeGroups", i, wrong],
        summary: `"${wrong}" of node group "${name}" is outside its limits`,
        why: `minSize is ${minSize}, desiredSize ${desiredSize}, maxSize ${maxSize}`,
        fix: minSize > maxSize
          ? `set maxSize: ${minSize}`
          : `set desiredSize: ${Math.min(maxSize, Math.max(minSize, desiredSize))}`,
      });
    });
    const late = spec.addons.find(({ name }) => name === "coredns");
    if (late && spec.nodeGroups.length === 0) {
      report({
        severity: "warning",
        code: "no-nodes",
        path: ["nodeGroups"],
        at: "key",
        summary: "the cluster has no nodes, so coredns never gets ready",
        why: "its pods have nowhere to run",
        fix: "add a node group, or take coredns out of addons",
      });
    }
  },
  render(c) {
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
    const nodes = nodeGroups(c, cluster, at.privateSubnets, first);
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
  },
  access: (outputs) => [{ actions: ["eks:DescribeCluster"], resources: [outputs.clusterArn] }],
});

function controlPlane(
  c: RenderContext<EksSpec & { deletionProtection?: boolean }>,
  name: string,
  group: Handle,
): Handle {
  const { spec } = c;
  const at = placement(c, group);
  const runsAs = role(c, {
    service: "eks.amazonaws.com",
    managedPolicies: [`arn:${partition(c.stack.region)}:iam::aws:policy/AmazonEKSClusterPolicy`],
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
      subnetIds: at.privateSubnets,
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
    deletionProtection: spec.deletionProtection || undefined,
    tags: c.tags,
  }, {
    physicalName: name,
    protect: spec.deletionProtection,
    dependsOn: [...runsAs.policies, logs],
  });
}

function admins(c: RenderContext<EksSpec>, cluster: Handle): void {
  c.spec.admins.forEach((principalArn) => {
    const who = principalArn.split(":").slice(4).join("-").replace(/\W+/g, "-");
    const clusterName = cluster.attr("name");
    const entry = c.resource<AccessEntryArgs>(
      "aws:eks/accessEntry:AccessEntry",
      `admin-${who}`,
      { clusterName, principalArn, tags: c.tags },
    );
    c.resource<AccessPolicyAssociationArgs>(
      "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
      `admin-${who}-policy`,
      {
        clusterName,
        principalArn: entry.attr("principalArn"),
        policyArn: `arn:${
          partition(c.stack.region)
        }:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`,
        accessScope: { type: "cluster" },
      },
    );
  });
}
