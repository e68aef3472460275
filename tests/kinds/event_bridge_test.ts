import assert from "node:assert/strict";
import { findKind } from "../../src/kinds/registry.ts";
import { component, errorsOf, load, render, snapshot } from "./harness.ts";

const FUNCTION = component(
  "Lambda",
  "handler",
  "runtime: nodejs22.x\nhandler: i.handler\ncode: { s3Bucket: b, s3Key: k }",
);
const errors = (spec: string, ...others: string[]) =>
  errorsOf(load([component("EventBridge", "events", spec), ...others]));
const own = (spec: string, ...others: string[]) =>
  render([component("EventBridge", "events", spec), ...others]).graph.resources
    .filter((r) => r.key.startsWith("api/events/"));

Deno.test("EventBridge renders nothing but names when it has no rules", () => {
  snapshot("event-bridge-minimal", render([component("EventBridge", "events", "")]).graph);
});

Deno.test("EventBridge reaches queues and topics with one role and functions by permission", () => {
  const spec = `rules:
  - name: nightly
    schedule: "0 3 * * *"
    targets:
      - component: handler
        input: { job: nightly, queue: "\${jobs.queueName}" }
      - component: jobs
        retry: { maxAttempts: 3 }
        deadLetterQueue: failed
  - name: uploads
    enabled: false
    pattern: { source: [aws.s3], detail: { bucket: { name: [files] } } }
    targets:
      - component: alerts
        inputTransformer: { paths: { key: $.detail.object.key }, template: '"<key> came"' }`;
  snapshot(
    "event-bridge-targets",
    own(
      spec,
      FUNCTION,
      component("SQS", "jobs", ""),
      component("SQS", "failed", ""),
      component("SNS", "alerts", ""),
    ),
  );
});

Deno.test("EventBridge renders a bus of its own with an archive and guests", () => {
  const spec = `bus: own
allowedAccounts: ["210987654321"]
archive: { retentionDays: 30, pattern: { source: [shop] } }
rules:
  - pattern: { source: [shop] }
    targets: [{ arn: "arn:aws:states:eu-west-1:123456789012:stateMachine:x", roleArn: "arn:aws:iam::123456789012:role/x" }]`;
  snapshot("event-bridge-bus", own(spec));
});

Deno.test("EventBridge delivers to another bus by its ARN", () => {
  const resources = own(
    "rules: [{ pattern: { source: [shop] }, targets: [{ component: other }] }]",
    component("EventBridge", "other", "bus: own"),
  );
  const target = resources.find((r) => r.type.endsWith(":EventTarget"))!;
  assert.deepEqual(target.properties.arn, { $attr: ["api/other/bus", "arn"] });
  assert.match(JSON.stringify(resources.map((r) => r.properties.policy)), /events:PutEvents/);
});

Deno.test("EventBridge makes no role when only functions are called", () => {
  const resources = own(
    "rules: [{ schedule: rate(1 hour), targets: [{ component: handler }] }]",
    FUNCTION,
  );
  assert.deepEqual(resources.map((r) => r.type.split(":").at(-1)), [
    "EventRule",
    "Permission",
    "EventTarget",
  ]);
  const [, permission, target] = resources;
  assert.deepEqual(target!.dependsOn, [permission!.key]);
});

Deno.test("EventBridge takes JSON written as text for what it is", () => {
  const input = (value: string) =>
    own(
      `rules: [{ schedule: rate(1 hour), targets: [{ component: handler, input: ${value} }] }]`,
      FUNCTION,
    ).find((r) => r.type.endsWith(":EventTarget"))!.properties.input;
  assert.equal(input(`'{"a":1}'`), '{"a":1}');
  assert.deepEqual(input("just words"), { $json: "just words" });
});

Deno.test("EventBridge refuses fields that don't go together, and says what to do", () => {
  const target = "targets: [{ component: jobs }]";
  const jobs = component("SQS", "jobs", "");
  const cases: [string, string, ...string[]][] = [
    [
      `bus: own\nrules: [{ schedule: rate(1 hour), ${target} }]`,
      'default-bus-only A schedule needs the account\'s default bus | remove "bus" and "existingBus", or give a pattern',
    ],
    [
      `rules: [{ schedule: rate(0 hours), ${target} }]`,
      'wrong-schedule "schedule" is no schedule that EventBridge understands: "rate(0 hours)" | write rate(5 minutes), cron(0 3 * * ? *) or "0 3 * * *"',
    ],
    [
      `rules: [{ pattern: { source: aws.s3 }, ${target} }]`,
      'wrong-pattern "source" must be a list of accepted values | source: [aws.s3]',
    ],
    [
      `rules: [{ pattern: {}, ${target} }]`,
      'empty-pattern "pattern" matches nothing | add source: [aws.s3], or another field of the event',
    ],
    [
      `rules: [{ pattern: { source: [a] }, targets: [{ component: jobs, roleArn: "arn:aws:iam::123456789012:role/x" }] }]`,
      'own-role "roleArn" is not for components | remove "roleArn"',
    ],
    [
      `rules: [{ pattern: { source: [a] }, targets: [{ component: jobs, messageGroupId: a }] }]`,
      'fifo-only "messageGroupId" needs a fifo queue as target | remove "messageGroupId"',
    ],
    [
      "allowedAccounts: ['123456789012']",
      'own-bus-only "allowedAccounts" needs a bus of the component\'s own | set bus: own, or remove "allowedAccounts"',
    ],
    [
      "kmsKeyId: alias/x",
      'own-bus-only "kmsKeyId" needs a bus of the component\'s own | set bus: own, or remove "kmsKeyId"',
    ],
    [
      "bus: own\nexistingBus: orders",
      'exclusive-fields "existingBus" and "bus: own" can\'t be given together | remove "existingBus", or "bus"',
    ],
  ];
  for (const [spec, expected] of cases) assert.deepEqual(errors(spec, jobs), [expected], spec);
});

Deno.test("EventBridge asks for a message group with a fifo queue and refuses a fifo topic", () => {
  const rule = (name: string) =>
    `rules: [{ pattern: { source: [a] }, targets: [{ component: ${name} }] }]`;
  assert.deepEqual(errors(rule("jobs"), component("SQS", "jobs", "type: fifo")), [
    'missing-field A fifo queue as target needs "messageGroupId" | add messageGroupId: events',
  ]);
  assert.deepEqual(errors(rule("news"), component("SNS", "news", "fifoTopic: true")), [
    "fifo-topic EventBridge can't publish to a fifo topic | name a topic with fifoTopic: false, or a fifo queue",
  ]);
});

Deno.test("EventBridge access() lets clients put events, and nothing else", () => {
  const kind = findKind("EventBridge")!;
  const outputs = { busArn: "arn:bus" };
  assert.deepEqual(kind.access!(outputs, { via: "environment", mode: "use" }, {}), [
    { actions: ["events:PutEvents"], resources: ["arn:bus"] },
  ]);
  assert.deepEqual(kind.access!(outputs, { via: "triggers", mode: "consume" }, {}), []);
});

Deno.test("a pattern on the account's bus that names no source is warned of, in a bus and in a function", () => {
  const targets = "targets: [{ arn: 'arn:aws:sqs:eu-west-1:123456789012:acme-x' }]";
  const codes = (kind: string, spec: string) =>
    load([component(kind, "it", spec)]).diagnostics.map(({ severity, code }) =>
      `${severity} ${code}`
    ).filter((one) => one.includes("source"));
  const bus = (pattern: string, more = "") =>
    codes("EventBridge", `${more}rules: [{ pattern: ${pattern}, ${targets} }]`);
  assert.deepEqual(bus("{ detail-type: [x] }"), ["warning no-source"]);
  assert.deepEqual(bus("{ detail-type: [x] }", "bus: own\n"), []);
  assert.deepEqual(bus("{ source: [aws.s3] }"), []);
  const fn = (pattern: string) =>
    codes(
      "Lambda",
      `runtime: nodejs22.x\nhandler: a.b\ncode: { s3Bucket: b, s3Key: k }\ntriggers: [{ type: eventbridge, pattern: ${pattern} }]`,
    );
  assert.deepEqual(fn("{ detail-type: [x] }"), ["warning no-source"]);
  assert.deepEqual(fn("{ source: [aws.s3] }"), []);
});
