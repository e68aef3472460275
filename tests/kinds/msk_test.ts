import assert from "node:assert/strict";
import { findKind } from "../../src/kinds/registry.ts";
import { component, errorsOf, load, render, snapshot } from "./harness.ts";

const SMALL = "kafkaVersion: 3.8.x\nbrokers: { count: 3 }\n";
const errors = (spec: string) => errorsOf(load([component("MSK", "events", spec)]));
const of = (spec: string, environment = "dev") =>
  render([component("MSK", "events", spec)], { environment }).graph;
const clusterOf = (spec: string, environment?: string) =>
  of(spec, environment).resources.find((r) => r.key === "api/events/cluster")!;

Deno.test("MSK renders an encrypted cluster that takes IAM when little is asked for", () => {
  snapshot("msk-minimal", of(SMALL));
});

Deno.test("MSK renders settings, growing disks, secrets and monitoring", () => {
  const spec = `kafkaVersion: 3.8.x
brokers: { instanceType: kafka.m7g.large, count: 3, storageGB: 50, maxStorageGB: 200 }
authentication:
  scramSecrets: ["arn:aws:secretsmanager:eu-west-1:123456789012:secret:AmazonMSK_app-AbCdEf"]
properties: { log.retention.hours: "24", auto.create.topics.enable: "true" }
monitoring: PER_BROKER
prometheus: true
inbound: { allowedCIDRs: [10.8.0.0/16] }`;
  snapshot("msk-full", of(spec));
});

Deno.test("MSK renders a serverless cluster by the name Kafka as well", () => {
  const { graph } = render([component("Kafka", "events", "serverless: true")]);
  snapshot("msk-serverless", graph);
});

Deno.test("MSK keeps what it holds in production, and where it is told to", () => {
  assert.equal(clusterOf(SMALL).protect, false);
  assert.equal(clusterOf(SMALL, "live").protect, true);
  assert.equal(clusterOf(SMALL + "deletionProtection: true").protect, true);
});

Deno.test("MSK names the brokers for the first way to sign in that is on", () => {
  const brokers = (more: string) =>
    of(SMALL + more).outputs["api/events"]!.bootstrapBrokers as { $attr: string[] };
  assert.equal(brokers("").$attr[1], "bootstrapBrokersSaslIam");
  assert.equal(
    brokers("authentication: { iam: false, unauthenticated: true }").$attr[1],
    "bootstrapBrokersTls",
  );
  assert.equal(
    brokers(
      "authentication: { iam: false, unauthenticated: true }\nencryption: { inTransit: PLAINTEXT }",
    ).$attr[1],
    "bootstrapBrokers",
  );
});

Deno.test("MSK lets in a component that refers to it, at the ports that are open", () => {
  const { graph } = render([
    component("MSK", "events", SMALL),
    component(
      "Worker",
      "reader",
      'image: { repository: app, tag: "1" }\nenvironment: [{ name: BROKERS, valueFrom: { component: events, output: bootstrapBrokers } }]',
    ),
  ]);
  const rule = graph.resources.find((r) =>
    r.key.startsWith("api/reader/") && r.type.endsWith(":SecurityGroupIngressRule")
  )!;
  assert.equal(rule.properties.fromPort, 9098);
  assert.deepEqual(rule.properties.securityGroupId, { $attr: ["api/events/security-group", "id"] });
});

Deno.test("MSK refuses what AWS would, and says what to do", () => {
  const cases: [string, ...string[]][] = [
    [
      "{}",
      'missing-field "brokers" is missing | add brokers: {count: 3}, or serverless: true',
      'missing-field "kafkaVersion" is missing | add kafkaVersion: 3.8.x, or serverless: true',
    ],
    [
      "kafkaVersion: 3.8.x\nbrokers: { count: 4 }\nsubnetIds: [subnet-1, subnet-2, subnet-3]",
      "uneven-brokers 4 brokers can't be spread evenly over 3 subnets | set count: 6",
    ],
    [
      "kafkaVersion: 3.8.x\nbrokers: { storageGB: 100, maxStorageGB: 50 }",
      'wrong-value "maxStorageGB" must be more than "storageGB" | set maxStorageGB: 200',
    ],
    [
      "kafkaVersion: 3.8.x\nbrokers: { instanceType: express.m7g.large, maxStorageGB: 500 }",
      'express-storage Express brokers have no disks that grow | remove "maxStorageGB"',
    ],
    [
      SMALL + "authentication: { iam: false }",
      "no-authentication No client could sign in | set iam: true, or unauthenticated: true",
    ],
    [
      SMALL + "encryption: { inTransit: PLAINTEXT }",
      "plaintext Clients can't sign in without TLS | set inTransit: TLS",
    ],
    [
      "serverless: true\nkafkaVersion: 3.8.x",
      'serverless "kafkaVersion" can\'t be chosen for a serverless cluster | remove "kafkaVersion", or set serverless: false',
    ],
    [
      "serverless: true\nauthentication: { unauthenticated: true }",
      'serverless-authentication Clients of a serverless cluster sign in with IAM | remove "authentication"',
    ],
  ];
  for (const [spec, ...expected] of cases) assert.deepEqual(errors(spec).sort(), expected, spec);
});

Deno.test("MSK access() lets clients read and write topics of this cluster only", () => {
  const kind = findKind("MSK")!;
  const outputs = { clusterArn: "arn:c", topicArns: "arn:t/*/*", groupArns: "arn:g/*/*" };
  const spec = clusterSpec(SMALL);
  const statements = kind.access!(outputs, { via: "environment", mode: "use" }, spec);
  assert.deepEqual(statements.map((s) => s.resources), [["arn:c"], ["arn:t/*/*"], ["arn:g/*/*"]]);
  const actions = statements.flatMap((s) => s.actions);
  assert.ok(actions.includes("kafka-cluster:WriteData"));
  assert.ok(!actions.some((action) => /Delete|Alter(Cluster|Topic)|\*/.test(action)));
  const reading = kind.access!(outputs, { via: "triggers", mode: "consume" }, spec);
  assert.ok(!reading.flatMap((s) => s.actions).includes("kafka-cluster:WriteData"));
  const noIam = clusterSpec(SMALL + "authentication: { iam: false, unauthenticated: true }");
  assert.deepEqual(kind.access!(outputs, { via: "environment", mode: "use" }, noIam), []);
});

const clusterSpec = (spec: string) =>
  load([component("MSK", "events", spec)]).stack!.components[0]!.spec;
