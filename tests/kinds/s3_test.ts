import assert from "node:assert/strict";
import type { Resource, Value } from "../../src/engine/resource.ts";
import { renderStack } from "../../src/planning/render_stack.ts";
import { component, errorsOf, load, render, snapshot } from "./harness.ts";

const bucket = (more: Record<string, unknown> = {}, name = "files") =>
  component("S3", name, JSON.stringify(more));
const kindsOf = (resources: Resource[]) =>
  resources.map((resource) => resource.type.split(":").at(-1)!).sort();
const of = (resources: Resource[], type: string) => {
  const found = resources.find((resource) => resource.type.endsWith(`:${type}`));
  assert.ok(found, `no ${type}`);
  return found;
};
const policyOf = (more: Record<string, unknown>) => {
  const { resources } = render([bucket(more)]).graph;
  const { $json } = of(resources, "BucketPolicy").properties.policy as { $json: Value };
  return ($json as { Statement: Record<string, Value>[] }).Statement;
};

Deno.test("S3 renders a private, encrypted, TLS-only bucket when nothing is asked for", () => {
  snapshot("s3-minimal", render([bucket()]).graph);
});

Deno.test("S3 renders every sub-resource that is asked for", () => {
  const more = {
    versioning: true,
    encryption: { kmsKeyId: "arn:aws:kms:eu-west-1:123456789012:key/abc" },
    lifecycle: [
      {
        id: "archive",
        prefix: "uploads/",
        transitions: [{ days: 30, storageClass: "STANDARD_IA" }],
        expiration: 365,
      },
      { id: "old", noncurrentVersionExpiration: { days: 30, keep: 3 } },
      { id: "parts", abortIncompleteMultipartUpload: 7, tags: { a: "b" }, minSizeBytes: 1 },
    ],
    cors: [
      { allowedOrigins: ["https://a.test"], allowedMethods: ["get"] },
      { allowedOrigins: ["*"], allowedMethods: ["HEAD"], maxAgeSeconds: 60 },
    ],
    eventBridge: true,
    objectLock: { days: 30 },
    transferAcceleration: true,
    logging: "logs",
  };
  snapshot("s3-full", render([bucket(more), bucket({ acceptLogs: true }, "logs")]).graph);
});

Deno.test("S3 renders a public website only when the guards are taken off", () => {
  const more = {
    website: { indexDocument: "index.html", errorDocument: "404.html" },
    publicAccessBlock: { blockPublicPolicy: false, restrictPublicBuckets: false },
  };
  snapshot("s3-website", render([bucket(more)]).graph);
  const closed = policyOf({ website: { indexDocument: "index.html" } });
  assert.deepEqual(closed.map((statement) => statement.Sid), ["TlsOnly"]);
});

Deno.test("S3 warns of a website that nobody can see", () => {
  const { diagnostics } = load([bucket({ website: { indexDocument: "index.html" } })]);
  assert.deepEqual(diagnostics.map((d) => [d.severity, d.code]), [["warning", "not-public"]]);
});

Deno.test("S3 renders copies with a role that may do no more than copy", () => {
  const source = { versioning: true, replication: { component: "copies", prefix: "a/" } };
  snapshot(
    "s3-replication",
    render([bucket(source), bucket({ versioning: true }, "copies")]).graph,
  );
});

Deno.test("S3 tells queues once their policy lets it", () => {
  const more = { notifications: [{ component: "jobs", prefix: "in/" }] };
  const { resources } = render([bucket(more), component("SQS", "jobs", "")]).graph;
  assert.deepEqual(of(resources, "BucketNotification").properties, {
    bucket: "acme-dev-shop-api-files-123456789012-eu-west-1",
    queues: [{
      id: "panka-1",
      events: ["s3:ObjectCreated:*"],
      filterPrefix: "in/",
      queueArn: { $attr: ["api/jobs/queue", "arn"] },
    }],
  });
});

Deno.test("S3 renders an access list with the ownership that it needs", () => {
  const { resources } = render([bucket({ bucket: { acl: "log-delivery-write" } })]).graph;
  assert.ok(kindsOf(resources).includes("BucketAcl"));
  assert.deepEqual(of(resources, "BucketOwnershipControls").properties.rule, {
    objectOwnership: "BucketOwnerPreferred",
  });
});

Deno.test("S3 lets this account's distributions read when cloudFront is true", () => {
  const statement = policyOf({ cloudFront: true })[1]!;
  assert.equal(statement.Sid, "CloudFront");
  assert.equal(statement.Action, "s3:GetObject");
  assert.deepEqual(statement.Condition, {
    ArnLike: {
      "aws:SourceArn": { $join: ["arn:aws:cloudfront::", "123456789012", ":distribution/*"] },
    },
    StringEquals: { "aws:SourceAccount": "123456789012" },
  });
});

Deno.test("S3 adds the spec's own statements for the bucket and all in it", () => {
  const own = { Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "s3:GetObject" };
  const arn = { $attr: ["api/files/bucket", "arn"] };
  assert.deepEqual(policyOf({ policy: [own] })[1], {
    Resource: [arn, { $join: [arn, "/*"] }],
    ...own,
  });
});

Deno.test("S3 is protected when the environment is production", () => {
  const { resources } = render([bucket()], { environment: "live" }).graph;
  assert.equal(of(resources, "Bucket").protect, true);
});

Deno.test("S3 lets triggers read objects and clients change them", () => {
  const { stack } = load([bucket()]);
  const { kind, spec } = stack!.components[0]!;
  const outputs = renderStack(stack!).graph.outputs["api/files"]!;
  const allowed = (mode: "use" | "consume") => kind.access!(outputs, { via: "x", mode }, spec);
  const arn = { $attr: ["api/files/bucket", "arn"] };
  assert.deepEqual(allowed("consume"), [{
    actions: ["s3:GetObject"],
    resources: [{ $join: [arn, "/*"] }],
  }]);
  assert.deepEqual(allowed("use").map((s) => s.resources), [[arn], [{ $join: [arn, "/*"] }]]);
});

/** What is wrong → the errors that are reported. */
const refusals: [string, Record<string, unknown>, string[]][] = [
  [
    "a public access list behind the guards",
    { bucket: { acl: "public-read" } },
    [
      'wrong-value "acl: public-read" is refused by "publicAccessBlock" | set acl: private, or publicAccessBlock: {blockPublicAcls: false, ignorePublicAcls: false}',
    ],
  ],
  [
    "copies without versioning",
    { replication: { bucketArn: "arn:aws:s3:::other" } },
    ['missing-field "replication" needs versioning | add versioning: {enabled: true}'],
  ],
  [
    "a lock without versioning",
    { objectLock: { days: 1 } },
    ['missing-field "objectLock" needs versioning | add versioning: {enabled: true}'],
  ],
  [
    "a KMS key with AES256",
    { encryption: { algorithm: "AES256", kmsKeyId: "alias/x" } },
    ['exclusive-fields "kmsKeyId" needs algorithm: aws:kms | remove "algorithm", or "kmsKeyId"'],
  ],
  [
    "a rule that does nothing",
    { lifecycle: [{ id: "x", prefix: "a/" }] },
    ['missing-field rule "x" does nothing | add expiration: {days: 365}, or transitions'],
  ],
  [
    "moving objects that are too young",
    { lifecycle: [{ id: "x", transitions: [{ days: 7, storageClass: "STANDARD_IA" }] }] },
    ['wrong-value "days" must be at least 30 for STANDARD_IA, not 7 | set days: 30'],
  ],
  [
    "deleting before moving",
    {
      lifecycle: [{
        id: "x",
        transitions: [{ days: 90, storageClass: "GLACIER" }],
        expiration: { days: 60 },
      }],
    },
    [
      'wrong-value "days" must be over 90, not 60 | set days: 91 or more, or remove the later transitions',
    ],
  ],
  [
    "a policy statement without principal",
    { policy: [{ Effect: "Allow", Action: "s3:GetObject" }] },
    [
      'wrong-value "policy[0]" is no statement of a bucket policy | write {Effect: Allow, Principal: {AWS: arn:aws:iam::123456789012:root}, Action: s3:GetObject}',
    ],
  ],
  [
    "two access lists",
    { acl: "private", bucket: { acl: "log-delivery-write" } },
    ['exclusive-fields "acl" and "bucket.acl" are the same field | remove "acl"'],
  ],
];

for (const [what, more, errors] of refusals) {
  Deno.test(`S3 refuses ${what} and says how to mend it`, () => {
    assert.deepEqual(errorsOf(load([bucket(more)])), errors);
  });
}
