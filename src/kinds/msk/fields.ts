import {
  boolean,
  choice,
  type Infer,
  type InferFields,
  integer,
  list,
  map,
  object,
  text,
} from "../../schema/field.ts";
import type { CommonSpec } from "../common_fields.ts";
import { inboundField } from "../shapes/inbound.ts";
import { kmsKeyField } from "../shapes/kms_key.ts";

const authentication = object({
  iam: boolean({ doc: "Clients sign in with their AWS role", default: true }),
  scramSecrets: list(
    text({
      doc: "ARN of a secret whose name starts with AmazonMSK_",
      pattern: /^arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:AmazonMSK_\S+$/,
      hint: "the ARN of a secret whose name starts with AmazonMSK_",
    }),
    {
      doc: "Clients sign in with these user names and passwords (SASL/SCRAM)",
      default: [],
      unique: "",
    },
  ),
  certificateAuthorities: list(
    text({
      doc: "ARN of a private certificate authority",
      pattern: /^arn:[\w-]+:acm-pca:\S+$/,
      hint: "the ARN of a certificate authority of AWS Private CA",
    }),
    { doc: "Clients sign in with certificates of these (mutual TLS)", default: [], unique: "" },
  ),
  unauthenticated: boolean({ doc: "Clients need not sign in", default: false }),
}, { doc: "How clients sign in", default: {} });

type Authentication = Infer<typeof authentication>;

/** Bounds: Amazon MSK, CreateCluster and "Amazon MSK quota". */
const brokers = object({
  instanceType: text({
    doc: "Size of a broker; express types bring their own storage",
    pattern: /^(kafka|express)\.[a-z0-9]+\.[a-z0-9]+$/,
    hint: "an instance type such as kafka.m7g.large",
    default: "kafka.t3.small",
    aliases: ["type"],
  }),
  count: integer({
    doc: "Brokers in all: a multiple of the number of subnets",
    min: 2,
    max: 90,
    default: 3,
    aliases: ["numberOfBrokerNodes"],
  }),
  storageGB: integer({
    doc: "Disk of each broker; it can only grow",
    unit: "GiB",
    min: 1,
    max: 16_384,
    default: 100,
    aliases: ["volumeSize"],
  }),
  maxStorageGB: integer({
    doc: "Let the disks grow up to this when they fill up",
    unit: "GiB",
    min: 1,
    max: 16_384,
  }),
}, { doc: "The brokers of the cluster" });

export const mskFields = {
  kafkaVersion: text({
    doc: "Version of Apache Kafka",
    pattern: /^\d+\.\d+(\.\d+|\.x)?(\.kraft|\.tiered)?$/,
    hint: "a version such as 3.8.x",
    example: "3.8.x",
    aliases: ["version"],
  }),
  brokers,
  serverless: boolean({
    doc: "Let AWS choose and scale the brokers; clients sign in with IAM",
    default: false,
    replaces: "AWS can't turn a cluster with brokers into a serverless one",
  }),
  authentication,
  encryption: object({
    kmsKeyId: kmsKeyField("AWS can't change the key of a cluster"),
    inTransit: choice(["TLS", "TLS_PLAINTEXT", "PLAINTEXT"], {
      doc: "How clients talk to brokers; brokers always use TLS with each other",
      default: "TLS",
    }),
  }, { doc: "Encryption on the disks and on the way", default: {} }),
  properties: map(text({ doc: "Value of the property" }), {
    doc:
      "Settings of server.properties, such as auto.create.topics.enable. AWS keeps the last ones of a cluster: leave one",
    keyPattern: /^[a-z][\w.]*$/,
    keyHint: "names of Kafka's broker settings",
    default: {},
  }),
  monitoring: choice(
    ["DEFAULT", "PER_BROKER", "PER_TOPIC_PER_BROKER", "PER_TOPIC_PER_PARTITION"],
    { doc: "How finely CloudWatch counts", default: "DEFAULT" },
  ),
  prometheus: boolean({
    doc: "Open the brokers' ports for Prometheus, 11001 and 11002",
    default: false,
  }),
  logging: object({
    enabled: boolean({ doc: "Write the brokers' logs to CloudWatch", default: true }),
  }, { doc: "The brokers' logs", default: {} }),
  subnetIds: list(
    text({ doc: "Id of a subnet", pattern: /^subnet-[0-9a-f]+$/, hint: "the id of a subnet" }),
    {
      doc: "Subnets of the brokers, each in another zone; default: the private ones",
      min: 2,
      max: 3,
      unique: "",
      replaces: "AWS can't move a cluster",
    },
  ),
  inbound: inboundField,
} as const;

export type MskSpec = InferFields<typeof mskFields> & CommonSpec;
