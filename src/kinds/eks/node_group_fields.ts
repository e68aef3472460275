import { choice, integer, list, map, object, text } from "../../schema/field.ts";

const name = {
  pattern: /^[a-z][a-z0-9-]{0,30}$/,
  hint: "lower-case letters, digits and dashes",
};

/** Bounds: Amazon EKS, CreateNodegroup. */
export const nodeGroup = object({
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
