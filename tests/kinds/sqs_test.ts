import assert from "node:assert/strict";
import { sqs } from "../../src/kinds/sqs.ts";
import { component, errorsOf, load, render, snapshot } from "./harness.ts";

Deno.test("SQS renders one queue when nothing is asked for", () => {
  snapshot("sqs-minimal", render([component("SQS", "jobs", "")]).graph);
});

Deno.test("SQS renders a fifo queue with its dead-letter queue", () => {
  const spec =
    "type: fifo\ndeadLetterQueue: { maxReceiveCount: 3 }\ncontentBasedDeduplication: true";
  snapshot("sqs-fifo", render([component("SQS", "jobs", spec)]).graph);
});

Deno.test("SQS refuses fifo options on a standard queue and says how to mend it", () => {
  const errors = errorsOf(load([component("SQS", "jobs", "contentBasedDeduplication: true")]));
  assert.deepEqual(errors, [
    'fifo-only "contentBasedDeduplication" needs a fifo queue | remove "contentBasedDeduplication", or set type: fifo',
  ]);
});

Deno.test("SQS moves failing messages to another component when one is named", () => {
  const { graph } = render([
    component("SQS", "jobs", "deadLetterQueue: { component: failed, maxReceiveCount: 2 }"),
    component("SQS", "failed", ""),
  ]);
  const queues = graph.resources.filter((r) => r.key.startsWith("api/jobs/"));
  assert.deepEqual(queues.map((r) => r.key), ["api/jobs/queue", "api/jobs/redrive"]);
  assert.deepEqual(queues[1]!.properties.redrivePolicy, {
    $json: {
      deadLetterTargetArn: { $attr: ["api/failed/queue", "arn"] },
      maxReceiveCount: 2,
    },
  });
  assert.deepEqual(graph.outputs["api/jobs"]!.deadLetterQueueUrl, {
    $attr: ["api/failed/queue", "url"],
  });
});

Deno.test("SQS takes a KMS key and hands its ARN to those who read and write", () => {
  const key = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd";
  const { graph } = render([component("SQS", "jobs", `encryption: { kmsKeyId: "${key}" }`)]);
  const { kmsMasterKeyId, sqsManagedSseEnabled } = graph.resources[0]!.properties;
  assert.deepEqual([kmsMasterKeyId, sqsManagedSseEnabled], [key, undefined]);
  const outputs = graph.outputs["api/jobs"]!;
  assert.equal(outputs.kmsKeyArn, key);
  assert.deepEqual(sqs.access!(outputs, { via: "triggers", mode: "consume" }, {}), [
    {
      actions: [
        "sqs:ReceiveMessage",
        "sqs:DeleteMessage",
        "sqs:ChangeMessageVisibility",
        "sqs:GetQueueAttributes",
      ],
      resources: [outputs.arn],
    },
    { actions: ["kms:Decrypt"], resources: [key] },
  ]);
});

Deno.test("SQS access() lets clients send and read, and nothing else", () => {
  const [statement, ...rest] = sqs.access!(
    { arn: "arn:q", kmsKeyArn: "" },
    { via: "environment", mode: "use" },
    {},
  );
  assert.deepEqual(rest, []);
  assert.deepEqual(statement!.resources, ["arn:q"]);
  assert.ok(statement!.actions.includes("sqs:SendMessage"));
  assert.ok(!statement!.actions.some((a) => /\*|Purge|DeleteQueue|SetQueue/.test(a)));
});

Deno.test("SQS lets named senders in, each through its own service", () => {
  const { graph } = render([component(
    "SQS",
    "jobs",
    `senders:
  - arn:aws:sns:eu-west-1:999999999999:orders
  - arn:aws:events:eu-west-1:123456789012:rule/other-*`,
  )]);
  const policy = graph.resources[0]!.properties.policy as {
    $json: { Statement: { Sid: string; Principal: unknown; Condition: unknown }[] };
  };
  const named = policy.$json.Statement.filter((s) => s.Sid.startsWith("Named"));
  assert.deepEqual(named.map((s) => [s.Principal, s.Condition]), [
    [{ Service: "events.amazonaws.com" }, {
      ArnLike: { "aws:SourceArn": ["arn:aws:events:eu-west-1:123456789012:rule/other-*"] },
    }],
    [{ Service: "sns.amazonaws.com" }, {
      ArnLike: { "aws:SourceArn": ["arn:aws:sns:eu-west-1:999999999999:orders"] },
    }],
  ]);
});

Deno.test("SQS refuses a key without encryption and a limit per group without its scope", () => {
  const errors = errorsOf(load([
    component("SQS", "plain", "encryption: { enabled: false, kmsKeyId: alias/x }"),
    component("SQS", "fast", "type: fifo\nfifoThroughputLimit: perMessageGroupId"),
  ]));
  assert.deepEqual(errors, [
    'unused-key "kmsKeyId" has no use without encryption | set enabled: true, or remove "kmsKeyId"',
    "fifo-throughput A limit per message group needs duplicates looked for in the group | set deduplicationScope: messageGroup",
  ]);
});

Deno.test("SQS refuses to move messages to a queue of another type", () => {
  const loaded = load([
    component("SQS", "jobs", "type: fifo\ndeadLetterQueue: { component: failed }"),
    component("SQS", "failed", ""),
  ]);
  assert.deepEqual(errorsOf(loaded), [
    'wrong-type A fifo queue can\'t move messages to "api/failed" | set type: fifo in "api/failed"',
  ]);
});
