import type { AddonArgs } from "@pulumi/aws/eks/addon.d.ts";
import type { NodeGroupArgs } from "@pulumi/aws/eks/nodeGroup.d.ts";
import type { Handle, Network, RenderContext } from "../render.ts";
import { jsonText } from "../shapes/json_value.ts";
import { role } from "../shapes/role.ts";
import type { EksSpec } from "./fields.ts";

/** What Kubernetes calls NoSchedule, the API of EKS calls NO_SCHEDULE. */
const effectOf = (effect: string) => effect.replace(/(?<!^)([A-Z])/g, "_$1").toUpperCase();

/** AWS managed policies of every node: Amazon EKS, "Amazon EKS node IAM role". */
const NODE_POLICIES = [
  "AmazonEKSWorkerNodePolicy",
  "AmazonEKS_CNI_Policy",
  "AmazonEC2ContainerRegistryReadOnly",
  "AmazonSSMManagedInstanceCore",
];

/** The groups of machines that run pods. */
export function nodeGroups(
  c: RenderContext<EksSpec>,
  cluster: Handle,
  subnetIds: Network["privateSubnetIds"],
  before: readonly Handle[],
): Handle[] {
  const { spec } = c;
  if (spec.nodeGroups.length === 0) return [];
  const runsAs = role(c, {
    service: "ec2.amazonaws.com",
    part: "node",
    managedPolicies: NODE_POLICIES,
  });
  return spec.nodeGroups.map((group) => {
    // What AWS can't change is in the name, so that a new group runs before the old one goes.
    const fixed = [
      group.capacityType,
      group.architecture,
      group.diskSizeGB,
      ...group.instanceTypes,
      ...(Array.isArray(subnetIds) ? subnetIds : []),
    ];
    // 63 letters, digits, - and _: Amazon EKS, CreateNodegroup.
    const nodeGroupName = c.physicalName({ max: 63, part: [group.name, ...fixed].join("-") });
    return c.resource<NodeGroupArgs>("aws:eks/nodeGroup:NodeGroup", `nodes-${group.name}`, {
      clusterName: cluster.attr("name"),
      nodeGroupName,
      nodeRoleArn: runsAs.attr("arn"),
      subnetIds,
      version: spec.version,
      amiType: group.architecture === "arm64" ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD",
      capacityType: group.capacityType === "spot" ? "SPOT" : "ON_DEMAND",
      instanceTypes: group.instanceTypes,
      diskSize: group.diskSizeGB,
      scalingConfig: {
        minSize: group.minSize,
        maxSize: group.maxSize,
        desiredSize: group.desiredSize ?? group.minSize,
      },
      updateConfig: { maxUnavailable: 1 },
      labels: group.labels,
      taints: group.taints.map(({ key, value, effect }) => ({
        key,
        value,
        effect: effectOf(effect),
      })),
      tags: c.tags,
    }, {
      physicalName: nodeGroupName,
      ignoreChanges: ["scalingConfig.desiredSize"],
      dependsOn: [...runsAs.policies, ...before],
    });
  });
}

/** Add-ons that nodes need to become ready; the others need nodes. */
const FIRST = new Set(["vpc-cni", "kube-proxy", "eks-pod-identity-agent"]);
export const isFirst = (name: string): boolean => FIRST.has(name);

/** The add-ons, once there are machines to run on. */
export function addons(
  c: RenderContext<EksSpec>,
  cluster: Handle,
  wanted: EksSpec["addons"],
  after: readonly Handle[],
): Handle[] {
  return wanted.map((addon) =>
    c.resource<AddonArgs>("aws:eks/addon:Addon", `addon-${addon.name}`, {
      clusterName: cluster.attr("name"),
      addonName: addon.name,
      addonVersion: addon.version,
      configurationValues: jsonText(c, addon.configuration),
      serviceAccountRoleArn: addon.roleArn,
      // EKS puts its own copies of the first three into a new cluster.
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      tags: c.tags,
    }, { dependsOn: [...after] })
  );
}
