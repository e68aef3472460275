import {
  boolean,
  choice,
  type InferFields,
  integer,
  json,
  list,
  map,
  object,
  text,
} from "../../schema/field.ts";

const name = {
  pattern: /^[a-z][a-z0-9-]{0,30}$/,
  hint: "lower-case letters, digits and dashes",
};

/** Bounds: Amazon EKS, CreateNodegroup. */
const nodeGroup = object({
  name: text({ doc: "Name of the group", required: true, example: "general", ...name }),
  instanceTypes: list(
    text({
      doc: "Instance type",
      pattern: /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/,
      hint: "a type such as t3.medium",
    }),
    {
      doc: "Instance types of the nodes",
      default: ["t3.medium"],
      min: 1,
      max: 20,
      replaces: "AWS can't change the types of a group",
    },
  ),
  minSize: integer({ doc: "Fewest nodes", min: 0, max: 450, default: 1 }),
  maxSize: integer({ doc: "Most nodes", min: 1, max: 450, default: 3 }),
  desiredSize: integer({
    doc: "Nodes that it begins with; default: the fewest; later an autoscaler decides",
    min: 0,
    max: 450,
  }),
  diskSizeGB: integer({
    doc: "Disk of a node",
    unit: "GiB",
    min: 20,
    max: 16_384,
    default: 20,
    replaces: "AWS can't change the disk of a group",
  }),
  capacityType: choice(["on-demand", "spot"], {
    doc: "spot: cheaper, and taken back at two minutes' notice",
    default: "on-demand",
    spellings: { ON_DEMAND: "on-demand" },
    replaces: "AWS can't change the capacity of a group",
  }),
  architecture: choice(["x86_64", "arm64"], {
    doc: "Processor of the instance types",
    default: "x86_64",
    spellings: { amd64: "x86_64", arm: "arm64" },
    replaces: "AWS can't change the image of a group",
  }),
  labels: map(text({ doc: "Value" }), { doc: "Kubernetes labels of the nodes" }),
  taints: list(
    object({
      key: text({ doc: "Key", required: true }),
      value: text({ doc: "Value" }),
      effect: choice(["NoSchedule", "PreferNoSchedule", "NoExecute"], {
        doc: "What it does to pods that do not tolerate it",
        required: true,
        spellings: {
          NO_SCHEDULE: "NoSchedule",
          PREFER_NO_SCHEDULE: "PreferNoSchedule",
          NO_EXECUTE: "NoExecute",
        },
      }),
    }, { doc: "One taint" }),
    { doc: "Kubernetes taints of the nodes", max: 50, default: [] },
  ),
}, { doc: "One group of nodes" });

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

export type EksSpec = InferFields<typeof eksFields>;
