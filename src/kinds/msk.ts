import { defineKind } from "./kind.ts";
import { checkMsk } from "./msk/check.ts";
import { mskFields } from "./msk/fields.ts";
import { renderMsk } from "./msk/render.ts";
import { waysIn } from "./msk/ways_in.ts";

export const msk = defineKind({
  name: "MSK",
  aliases: ["Kafka"],
  group: "Messaging",
  summary: "Apache Kafka, with brokers of a chosen size or serverless (Amazon MSK)",
  fields: mskFields,
  outputs: {
    bootstrapBrokers: {
      doc: "Brokers that clients connect to first, for the first way to sign in that is on",
    },
    bootstrapBrokersScram: { doc: "The same for user name and password; empty where off" },
    bootstrapBrokersTls: { doc: "The same for client certificates; empty where off" },
    clusterArn: { doc: "ARN of the cluster", aliases: ["arn"] },
    clusterName: { doc: "Name of the cluster", aliases: ["name"] },
    topicArns: { doc: "ARN that stands for all its topics, for policies" },
    groupArns: { doc: "ARN that stands for all its consumer groups, for policies" },
  },
  holdsData: true,
  proof: {
    level: "create",
    note:
      "updates of the cluster, deleting a configuration, serverless clusters, and whether clients can connect",
  },
  example: `kafkaVersion: 3.8.x
brokers:
  instanceType: kafka.m7g.large
  count: 3
  storageGB: 100
  maxStorageGB: 500
properties:
  auto.create.topics.enable: "false"
  default.replication.factor: "3"`,
  check: checkMsk,
  render: renderMsk,
  access(outputs, { mode }, spec) {
    if (!waysIn(spec).includes("iam")) return [];
    const use = mode === "use";
    return [
      {
        actions: [
          "kafka-cluster:Connect",
          "kafka-cluster:DescribeCluster",
          ...(use ? ["kafka-cluster:WriteDataIdempotently"] : []),
        ],
        resources: [outputs.clusterArn],
      },
      {
        actions: [
          "kafka-cluster:DescribeTopic",
          "kafka-cluster:ReadData",
          ...(use ? ["kafka-cluster:CreateTopic", "kafka-cluster:WriteData"] : []),
        ],
        resources: [outputs.topicArns],
      },
      {
        actions: ["kafka-cluster:AlterGroup", "kafka-cluster:DescribeGroup"],
        resources: [outputs.groupArns],
      },
    ];
  },
});
