import assert from "node:assert/strict";
import { sns } from "../../src/kinds/sns.ts";
import { component, errorsOf, load, render, snapshot } from "./harness.ts";

const errors = (spec: string) => errorsOf(load([component("SNS", "events", spec)]));

Deno.test("SNS renders an encrypted topic with its policy when nothing is asked for", () => {
  snapshot("sns-minimal", render([component("SNS", "events", "")]).graph);
});

Deno.test("SNS renders a fifo topic, addresses, filters and a dead-letter queue", () => {
  const spec = `fifoTopic: false
displayName: Orders
encryption: { enabled: false }
tracing: Active
subscriptions:
  - protocol: email
    endpoint: oncall@example.com
  - protocol: https
    endpoint: https://hooks.example.com/orders
    deliveryPolicy: { healthyRetryPolicy: { numRetries: 5 } }
    deadLetterQueue: failed
  - component: jobs
    rawMessageDelivery: true
    filterPolicyScope: MessageBody
    filterPolicy: { queue: ["\${jobs.queueName}"] }`;
  snapshot(
    "sns-subscriptions",
    render([
      component("SNS", "events", spec),
      component("SQS", "jobs", ""),
      component("SQS", "failed", ""),
    ]).graph.resources.filter((r) => r.key.startsWith("api/events/")),
  );
});

Deno.test("SNS subscribes a queue given by its ARN as if it were named", () => {
  const named = render([
    component("SNS", "events", "subscriptions: [{ component: jobs }]"),
    component("SQS", "jobs", ""),
  ]);
  const byArn = render([
    component("SNS", "events", 'subscriptions: [{ protocol: sqs, endpoint: "${jobs.arn}" }]'),
    component("SQS", "jobs", ""),
  ]);
  assert.deepEqual(byArn.graph.resources, named.graph.resources);
});

Deno.test("SNS keeps subscriptions' keys when their order changes", () => {
  const keys = (subscriptions: string) =>
    render([component("SNS", "events", `subscriptions: [${subscriptions}]`)]).graph.resources
      .map((r) => r.key).filter((key) => key.includes("/subscription-")).sort();
  const a = "{ protocol: email, endpoint: a@example.com }";
  const b = "{ protocol: sms, endpoint: '+491701234567' }";
  assert.deepEqual(keys(`${a}, ${b}`), keys(`${b}, ${a}`));
  assert.equal(keys(`${a}, ${b}`).length, 2);
});

Deno.test("SNS lets two topics feed one queue without either writing the queue's policy", () => {
  const { graph } = render([
    component("SNS", "orders", "subscriptions: [{ component: jobs }]"),
    component("SNS", "returns", "subscriptions: [{ component: jobs }]"),
    component("SQS", "jobs", ""),
  ]);
  assert.deepEqual(graph.resources.filter((r) => r.type.includes("queuePolicy")), []);
  const queue = graph.resources.find((r) => r.key === "api/jobs/queue")!;
  const text = JSON.stringify(queue.properties.policy);
  assert.match(text, /"Service":"sns\.amazonaws\.com"/);
  assert.match(text, /":acme-dev-\*"/);
});

Deno.test("SNS refuses fields that go together with others, and says what to do", () => {
  assert.deepEqual(errors("contentBasedDeduplication: true"), [
    'fifo-only "contentBasedDeduplication" needs a fifo topic | remove "contentBasedDeduplication", or set fifoTopic: true',
  ]);
  assert.deepEqual(errors("encryption: { enabled: false, kmsKeyId: alias/x }"), [
    'unused-key "kmsKeyId" has no use without encryption | set enabled: true, or remove "kmsKeyId"',
  ]);
  assert.deepEqual(errors("subscriptions: [{ endpoint: a@example.com }]"), [
    'missing-field "endpoint" needs "protocol" | add protocol: https, email, sms, …',
  ]);
  assert.deepEqual(errors("subscriptions: [{ protocol: email, endpoint: nobody }]"), [
    'wrong-endpoint "endpoint" must be an e-mail address, not "nobody" | write an e-mail address, or another protocol',
  ]);
  assert.deepEqual(
    errors("fifoTopic: true\nsubscriptions: [{ protocol: email, endpoint: a@example.com }]"),
    [
      "fifo-subscriber A fifo topic can't deliver by email | subscribe a queue, or set fifoTopic: false",
    ],
  );
  const stream = "arn:aws:firehose:eu-west-1:123456789012:deliverystream/x";
  assert.deepEqual(errors(`subscriptions: [{ protocol: firehose, endpoint: "${stream}" }]`), [
    'missing-field protocol firehose needs "roleArn" | add roleArn: the ARN of a role that may write to the stream',
  ]);
  assert.deepEqual(
    errors(
      "subscriptions: [{ protocol: email, endpoint: a@example.com, rawMessageDelivery: true, autoConfirms: true }]",
    ),
    [
      'raw-delivery Messages can\'t be delivered raw by email | remove "rawMessageDelivery"',
      'web-only "autoConfirms" is for http and https | remove "autoConfirms"',
    ],
  );
});

Deno.test("SNS refuses components that can't get its messages", () => {
  const cases: [string, string, string][] = [
    [
      "subscriptions: [{ protocol: email, component: jobs }]",
      "",
      'wrong-protocol "api/jobs" is reached by sqs, not email | set protocol: sqs, or remove "protocol"',
    ],
    [
      "subscriptions: [{ component: jobs }]",
      "type: fifo",
      'fifo-subscriber A standard topic can\'t deliver to a fifo queue | set fifoTopic: true, or type: standard in "api/jobs"',
    ],
    [
      "fifoTopic: true\nsubscriptions: [{ component: handler }]",
      "",
      "fifo-subscriber A fifo topic can't call a function | subscribe a queue that triggers the function, or set fifoTopic: false",
    ],
  ];
  const handler = component(
    "Lambda",
    "handler",
    "runtime: nodejs22.x\nhandler: i.handler\ncode: { s3Bucket: b, s3Key: k }",
  );
  for (const [spec, queue, expected] of cases) {
    const loaded = load([
      component("SNS", "events", spec),
      component("SQS", "jobs", queue),
      handler,
    ]);
    assert.deepEqual(errorsOf(loaded), [expected], spec);
  }
});

Deno.test("SNS access() lets clients publish and subscribers nothing", () => {
  const outputs = { topicArn: "arn:t", topicName: "t", kmsKeyArn: "arn:key" };
  assert.deepEqual(sns.access!(outputs, { via: "environment", mode: "use" }, {}), [
    { actions: ["sns:Publish"], resources: ["arn:t"] },
    { actions: ["kms:Decrypt", "kms:GenerateDataKey"], resources: ["arn:key"] },
  ]);
  assert.deepEqual(sns.access!(outputs, { via: "triggers", mode: "consume" }, {}), []);
});
