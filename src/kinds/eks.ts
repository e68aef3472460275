import { checkEks } from "./eks/check.ts";
import { eksFields } from "./eks/fields.ts";
import { renderEks } from "./eks/render.ts";
import { defineKind } from "./kind.ts";

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
  check: checkEks,
  render: renderEks,
  access: (outputs) => [{ actions: ["eks:DescribeCluster"], resources: [outputs.clusterArn] }],
});
