import assert from "node:assert/strict";
import type { Resource, Value } from "../../src/engine/resource.ts";
import { component, render } from "./harness.ts";

/**
 * The provider leaves alone what is not said of these (they are optional and computed, or a block
 * that is compared only where it is given), so that an option which is taken back would stay on.
 */
const TAKEN_BACK: [
  what: string,
  kind: string,
  spec: string,
  option: string,
  type: string,
  path: string,
][] = [
  [
    "the scope of duplicates",
    "SQS",
    "type: fifo\n",
    "deduplicationScope: messageGroup",
    "aws:sqs/queue:Queue",
    "deduplicationScope",
  ],
  [
    "tracing of a topic",
    "SNS",
    "displayName: x\n",
    "tracing: Active",
    "aws:sns/topic:Topic",
    "tracingConfig",
  ],
  [
    "sticky sessions",
    "MicroService",
    `image: { repository: nginx, tag: "1" }\nports: [80]\n`,
    "loadBalancer: { internal: true, stickySeconds: 60 }",
    "aws:lb/targetGroup:TargetGroup",
    "stickiness.enabled",
  ],
  [
    "logs of a load balancer",
    "ALB",
    "listeners: [{ port: 80 }]\n",
    "accessLogs: { bucket: some-logs }",
    "aws:lb/loadBalancer:LoadBalancer",
    "accessLogs.enabled",
  ],
  [
    "room in /tmp",
    "Lambda",
    "runtime: nodejs22.x\nhandler: a.b\ncode: { zipFile: x }\n",
    "ephemeralStorageMB: 1024",
    "aws:lambda/function:Function",
    "ephemeralStorage.size",
  ],
  [
    "the rate of a disk",
    "EBS",
    "sizeGB: 100\navailabilityZone: eu-west-1a\n",
    "iops: 6000",
    "aws:ebs/volume:Volume",
    "iops",
  ],
  [
    "the rate of a database's disk",
    "RDS",
    `engine: { type: postgres, version: "16" }\ndatabase: { name: a, username: b }\n`,
    "instance: { class: db.r6g.large, storage: { allocatedGB: 500, iops: 20000 } }",
    "aws:rds/instance:Instance",
    "iops",
  ],
];
/** What stands where an option has been taken back, if it is part of a field that is required. */
const WITHOUT: Record<string, string> = {
  "loadBalancer: { internal: true, stickySeconds: 60 }": "loadBalancer: { internal: true }",
  "instance: { class: db.r6g.large, storage: { allocatedGB: 500, iops: 20000 } }":
    "instance: { class: db.r6g.large, storage: { allocatedGB: 500 } }",
};

const valueAt = (resources: readonly Resource[], type: string, path: string): Value | undefined =>
  path.split(".").reduce<Value | undefined>(
    (value, name) => (value as Record<string, Value> | undefined)?.[name],
    resources.findLast((resource) => resource.type === type)!.properties as Value,
  );

for (const [what, kind, spec, option, type, path] of TAKEN_BACK) {
  Deno.test(`${kind} says that ${what} is off again when it is taken back`, () => {
    const of = (more: string) =>
      valueAt(render([component(kind, "it", spec + more)]).graph.resources, type, path);
    const [on, off] = [of(option), of(WITHOUT[option] ?? "")];
    assert.notEqual(on, undefined);
    assert.notEqual(off, undefined, "left out, it would stay as it was");
    assert.notDeepEqual(off, on);
  });
}

Deno.test("SNS says which part its filters look at, also when that is the usual one again", () => {
  const scope = (more: string) => {
    const item = `{ protocol: email, endpoint: a@example.com, filterPolicy: { a: [b] }${more} }`;
    const { resources } = render([component("SNS", "it", `subscriptions: [${item}]`)]).graph;
    return valueAt(resources, "aws:sns/topicSubscription:TopicSubscription", "filterPolicyScope");
  };
  assert.equal(scope(", filterPolicyScope: MessageBody"), "MessageBody");
  assert.equal(scope(""), "MessageAttributes");
});

Deno.test("Lambda says how it reads streams, also when that is the usual way again", () => {
  const spec = `runtime: nodejs22.x\nhandler: a.b\ncode: { zipFile: x }
triggers: [{ type: kinesis, source: { arn: "arn:aws:kinesis:eu-west-1:123456789012:stream/s" } }]`;
  const { resources } = render([component("Lambda", "it", spec)]).graph;
  const type = "aws:lambda/eventSourceMapping:EventSourceMapping";
  assert.equal(valueAt(resources, type, "maximumRetryAttempts"), -1);
  assert.equal(valueAt(resources, type, "parallelizationFactor"), 1);
});

Deno.test("S3 locks objects of a bucket that is there already: a lock at its making would replace it", () => {
  const { resources } = render([
    component("S3", "it", "versioning: true\nobjectLock: { days: 1 }"),
  ]).graph;
  assert.equal(valueAt(resources, "aws:s3/bucket:Bucket", "objectLockEnabled"), undefined);
  assert.ok(resources.some(({ key }) => key === "api/it/object-lock"));
});
