import type { ServerlessClusterArgs } from "@pulumi/aws/msk/serverlessCluster.d.ts";
import type { Expression, Value } from "../engine/resource.ts";
import { defineKind } from "./kind.ts";
import { cluster, type Interfaces } from "./msk/brokers.ts";
import { checkMsk, type MskSpec } from "./msk/check.ts";
import { mskFields } from "./msk/fields.ts";
import type { RenderContext } from "./render.ts";
import { arnOf } from "./shapes/arn.ts";
import { inboundField, letIn } from "./shapes/inbound.ts";
import { kept } from "./shapes/keep.ts";
import { placement } from "./shapes/placement.ts";
import { securityGroup } from "./shapes/security_group.ts";

/** Amazon MSK, "Port information". */
const PORTS = { plaintext: 9092, tls: 9094, scram: 9096, iam: 9098 };
type Way = keyof typeof PORTS;

/** How clients can connect, the best first. */
function waysIn({ serverless, authentication, encryption }: MskSpec): Way[] {
  if (serverless) return ["iam"];
  const { iam, scramSecrets, certificateAuthorities, unauthenticated } = authentication;
  const plain = encryption.inTransit !== "TLS";
  const ways: [Way, boolean][] = [
    ["iam", iam],
    ["scram", scramSecrets.length > 0],
    [
      "tls",
      certificateAuthorities.length > 0 ||
      (unauthenticated && encryption.inTransit !== "PLAINTEXT"),
    ],
    ["plaintext", unauthenticated && plain],
  ];
  return ways.filter(([, open]) => open).map(([way]) => way);
}

const BOOTSTRAP: Record<Way, string> = {
  iam: "bootstrapBrokersSaslIam",
  scram: "bootstrapBrokersSaslScram",
  tls: "bootstrapBrokersTls",
  plaintext: "bootstrapBrokers",
};

export const msk = defineKind({
  name: "MSK",
  aliases: ["Kafka"],
  group: "Messaging",
  summary: "Apache Kafka, with brokers of a chosen size or serverless (Amazon MSK)",
  fields: { ...mskFields, inbound: inboundField },
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
    note: "updates, serverless clusters, and whether clients can connect",
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
  render(c) {
    const { spec } = c;
    const ways = waysIn(spec);
    const ports = ways.map((way) => PORTS[way]);
    const { group, listener } = securityGroup(c, {
      ports: [...ports, ...(spec.prometheus ? [11_001, 11_002] : [])],
      description: "Brokers of a panka component",
    });
    letIn(c, group, ports, spec.inbound);
    const { securityGroups } = placement(c, group);
    const at = { subnetIds: subnets(c), securityGroupIds: securityGroups };
    // 64 letters, digits and dashes: Amazon MSK, CreateCluster.
    const name = c.physicalName({ max: 64 });
    const created = spec.serverless ? serverless(c, name, at) : cluster(c, name, at);
    const brokersFor = (way: Way | undefined): Value =>
      way === undefined || !ways.includes(way) ? "" : created.attr(BOOTSTRAP[way]);
    return {
      outputs: {
        bootstrapBrokers: brokersFor(ways[0]),
        bootstrapBrokersScram: brokersFor("scram"),
        bootstrapBrokersTls: brokersFor("tls"),
        clusterArn: created.attr("arn"),
        clusterName: name,
        topicArns: arnOf(c, "kafka", `topic/${name}/*/*`),
        groupArns: arnOf(c, "kafka", `group/${name}/*/*`),
      },
      listener,
    };
  },
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

/** The spec's subnets, else the private ones, of which MSK takes three at most. */
function subnets(c: RenderContext<MskSpec>): Interfaces["subnetIds"] {
  const all = c.network().privateSubnetIds;
  if (c.spec.subnetIds) return c.spec.subnetIds;
  return Array.isArray(all) ? all.slice(0, 3) as string[] : all as Expression;
}

function serverless(
  c: RenderContext<MskSpec>,
  name: string,
  { subnetIds, securityGroupIds }: Interfaces,
) {
  return c.resource<ServerlessClusterArgs>(
    "aws:msk/serverlessCluster:ServerlessCluster",
    "cluster",
    {
      clusterName: name,
      clientAuthentication: { sasl: { iam: { enabled: true } } },
      vpcConfigs: [{ subnetIds, securityGroupIds }],
      tags: c.tags,
    },
    { physicalName: name, protect: kept(c) },
  );
}
