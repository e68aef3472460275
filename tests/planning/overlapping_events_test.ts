import assert from "node:assert/strict";
import { overlappingEvents } from "../../src/planning/overlapping_events.ts";
import { component, render } from "../kinds/harness.ts";

const CODE =
  "runtime: nodejs22.x\nhandler: index.handler\ncode: { zipFile: 'exports.handler = 1' }";
const fn = (name: string, s3: string) =>
  component("Lambda", name, `${CODE}\ntriggers: [{ type: s3, source: files, s3: ${s3} }]`);
const told = (one: string, other: string) =>
  overlappingEvents(render([component("S3", "files", ""), fn("a", one), fn("b", other)]).graph)
    .map(({ summary }) => summary);

Deno.test("overlappingEvents() finds two functions that a bucket would tell of the same objects", () => {
  const bucket = "the bucket acme-dev-shop-api-files-123456789012-eu-west-1";
  const two = `${bucket} tells two of s3:ObjectCreated:* for the same objects`;
  assert.deepEqual(told("{}", "{}"), [two]);
  assert.deepEqual(told("{ prefix: in/ }", "{ prefix: in/small/ }"), [two]);
  assert.deepEqual(told("{ prefix: in/, suffix: .png }", "{ prefix: in/ }"), [two]);
  assert.deepEqual(told("{}", "{ events: ['s3:ObjectCreated:Put'] }"), [two]);
});

Deno.test("overlappingEvents() lets functions be told apart by prefix, suffix and event", () => {
  assert.deepEqual(told("{ prefix: in/ }", "{ prefix: out/ }"), []);
  assert.deepEqual(told("{ suffix: .png }", "{ suffix: .jpg }"), []);
  assert.deepEqual(told("{ prefix: in/, suffix: .png }", "{ prefix: in/, suffix: .jpg }"), []);
  assert.deepEqual(told("{}", "{ events: ['s3:ObjectRemoved:*'] }"), []);
});
