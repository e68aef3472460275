import assert from "node:assert/strict";
import { distance, nearest } from "../../src/schema/nearest.ts";

Deno.test("distance() counts a slip of the fingers as one", () => {
  for (const slip of ["knd", "kinnd", "kond", "kidn", "iknd"]) {
    assert.equal(distance("kind", slip), 1);
  }
  assert.equal(distance("", "abc"), 3);
  assert.equal(distance("kitten", "sitting"), 3);
  assert.equal(distance("abc", "abc"), 0);
  assert.equal(distance("abcdef", "uvwxyz", 3), 3);
});

Deno.test("nearest() finds what was meant and nothing far away", () => {
  assert.equal(nearest("QSS", ["SNS", "SQS", "S3"]), "SQS");
  assert.equal(nearest("visibility_timeout", ["type", "visibilityTimeout"]), "visibilityTimeout");
  assert.equal(nearest("pai", ["worker", "api"]), "api");
  assert.equal(nearest("banana", ["tcp", "udp"]), undefined);
  assert.equal(nearest("x".repeat(1000), ["x"]), undefined);
  assert.equal(nearest("a", []), undefined);
});

Deno.test("nearest() prefers the very name over one that only looks like it", () => {
  assert.equal(nearest("queue_url", ["queueUrl", "queue_url"]), "queue_url");
});
