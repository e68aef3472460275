import { boolean, choice, type InferFields, json, list, object, text } from "../../schema/field.ts";
import type { CommonSpec } from "../common_fields.ts";
import { nodeGroup } from "./node_group_fields.ts";

const addon = object({
  name: text({
    doc: "Name of the add-on",
    required: true,
    pattern: /^[a-z][a-z0-9_-]+$/,
    hint: "a name such as coredns",
  }),
  version: text({ doc: "Version; default: the newest for this Kubernetes" }),
  configuration: json({ doc: "Settings, as the add-on's schema has them" }),
  roleArn: text({ doc: "Role of its service account" }),
}, { doc: "One add-on", shorthand: "name" });

export const eksFields = {
  version: text({
    doc: "Kubernetes version; one step up at a time, never down",
    required: true,
    pattern: /^1\.\d{2}$/,
    hint: "a version such as 1.33",
    example: "1.33",
  }),
  nodeGroups: list(nodeGroup, { doc: "Nodes", unique: "name", default: [], max: 30 }),
  addons: list(addon, {
    doc: "What EKS installs and updates in the cluster",
    unique: "name",
    default: [
      { name: "vpc-cni" },
      { name: "kube-proxy" },
      { name: "coredns" },
      { name: "eks-pod-identity-agent" },
    ],
  }),
  publicAccess: object({
    enabled: boolean({ doc: "Reach the API from outside the VPC", default: true }),
    allowedCIDRs: list(
      text({
        doc: "Block of addresses",
        pattern: /^[\d.]+\/\d{1,2}$/,
        hint: "a block such as 203.0.113.0/24",
      }),
      {
        doc: "From where",
        required: true,
        min: 1,
        max: 40,
        unique: "",
        example: ["203.0.113.0/24"],
      },
    ),
  }, { doc: "Public address of the API; without it, it is reached from the VPC only" }),
  admins: list(
    text({
      doc: "ARN of a role or user",
      pattern: /^arn:[\w-]+:iam::\d{12}:(role|user)\/.+$/,
      hint: "the ARN of a role or user",
    }),
    {
      doc: "Who may do everything in the cluster, besides who creates it",
      unique: "",
      default: [],
    },
  ),
  serviceAccountRoles: boolean({
    doc:
      "Let service accounts take on roles through the cluster's OIDC issuer; pod identity needs it not",
    default: false,
  }),
  logTypes: list(
    choice(["api", "audit", "authenticator", "controllerManager", "scheduler"], {
      doc: "Kind of log",
    }),
    {
      doc: "What the control plane writes to CloudWatch",
      unique: "",
      default: ["audit", "authenticator"],
    },
  ),
  kmsKeyId: text({
    doc: "KMS key that encrypts Kubernetes' secrets; default: the stack's, else AWS's own",
    replaces: "AWS can't take back the encryption of a cluster",
  }),
  support: choice(["standard", "extended"], {
    doc: "standard: upgraded by AWS when its version ages; extended: kept, at six times the price",
    default: "standard",
  }),
};

export type EksSpec = InferFields<typeof eksFields> & CommonSpec;
