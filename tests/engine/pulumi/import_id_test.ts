import assert from "node:assert/strict";
import { settlePending } from "../../../src/engine/pulumi/checkpoint.ts";
import { importId } from "../../../src/engine/pulumi/import_id.ts";

const place = { region: "eu-west-1", accountId: "123456789012" };
const idOf = (type: string, physicalName?: string, where = {}) =>
  importId({ key: "s/c/r", type, physicalName }, { ...place, ...where });

Deno.test("importId() derives ids from names that we chose", () => {
  assert.equal(idOf("aws:dynamodb/table:Table", "orders"), "orders");
  assert.equal(
    idOf("aws:sqs/queue:Queue", "jobs"),
    "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs",
  );
  assert.equal(
    idOf("aws:sqs/queue:Queue", "jobs", { queueEndpoint: "http://127.0.0.1:1" }),
    "http://127.0.0.1:1/123456789012/jobs",
  );
  assert.equal(idOf("aws:sns/topic:Topic", "news"), "arn:aws:sns:eu-west-1:123456789012:news");
});

Deno.test("importId() finds a service in its cluster", () => {
  const service = { key: "s/c/service", type: "aws:ecs/service:Service", physicalName: "web" };
  assert.equal(importId({ ...service, cluster: "shop" }, place), "shop/web");
  assert.equal(importId(service, place), undefined);
});

Deno.test("importId() gives none where AWS makes the id up or something is unknown", () => {
  assert.equal(idOf("aws:ec2/securityGroup:SecurityGroup", "web"), undefined);
  assert.equal(idOf("aws:dynamodb/table:Table"), undefined);
  assert.equal(idOf("aws:sns/topic:Topic", "news", { accountId: undefined }), undefined);
});

Deno.test("settlePending() takes out what was begun and never ended, and changes nothing else", () => {
  const resource = {
    urn: "urn:pulumi:s::panka::aws:s3/bucket:Bucket::a/b/c",
    type: "aws:s3/bucket:Bucket",
  };
  const latest = { resources: [{ ...resource, id: "b", extra: 1 }], manifest: { x: 1 } };
  const bytes = (latest: unknown) =>
    new TextEncoder().encode(JSON.stringify({ version: 3, checkpoint: { stack: "s", latest } }));
  const settled = settlePending(
    bytes({ ...latest, pending_operations: [{ resource, type: "creating" }] }),
  );
  assert.deepEqual(settled, { checkpoint: bytes(latest), begun: [resource] });
  const clean = bytes(latest);
  assert.equal(settlePending(clean).checkpoint, clean);
});
