import assert from "node:assert/strict";
import { dependenciesOf } from "../../src/ports/references.ts";
import type { ResourceGraph } from "../../src/engine/resource.ts";
import { component, render } from "./harness.ts";

const CODE = "runtime: nodejs22.x\nhandler: index.handler\ncode: { s3Bucket: code, s3Key: fn.zip }";
const fn = (name: string, trigger: string, more = "") =>
  component("Lambda", name, `${CODE}\ntriggers: [${trigger}]\n${more}`);
const bucket = (spec: string) => component("S3", "files", spec);
const notifications = ({ resources }: ResourceGraph) =>
  resources.filter(({ type }) => type === "aws:s3/bucketNotification:BucketNotification");
const named = (value: unknown) => JSON.stringify(value).match(/api\/[a-z]+(?=\/)/g);

Deno.test("S3 and its functions write the bucket's one list of notifications together", () => {
  const { graph, components } = render([
    bucket("eventBridge: true\nnotifications: [{ component: jobs, prefix: in/ }]"),
    component("SQS", "jobs", ""),
    fn("big", "{ type: s3, source: files, s3: { prefix: big/ } }"),
    fn("small", "{ type: s3, source: files, s3: { prefix: small/ } }"),
    fn("off", "{ type: s3, source: files, s3: { prefix: off/ }, enabled: false }"),
  ]);
  const all = notifications(graph);
  assert.deepEqual(all.map(({ key }) => key), ["api/files/notifications"]);
  const { properties, dependsOn } = all[0]!;
  assert.equal(properties.eventbridge, true);
  assert.deepEqual(named(properties.queues), ["api/jobs"]);
  assert.deepEqual(named(properties.lambdaFunctions), ["api/big", "api/small"]);
  assert.deepEqual(dependsOn, [
    "api/files/bucket",
    "api/big/s3-api-files-permission",
    "api/small/s3-api-files-permission",
  ]);
  // Each that writes to it reaches it when a run is narrowed to that one.
  const owners = [...components].filter(([, { resources }]) =>
    resources.includes("api/files/notifications")
  );
  assert.deepEqual(owners.map(([id]) => id).sort(), ["api/big", "api/files", "api/small"]);
});

Deno.test("Lambda functions with a bucket outside the stack write its list together", () => {
  const trigger = (prefix: string) =>
    `{ type: s3, source: { arn: "arn:aws:s3:::elsewhere" }, s3: { prefix: ${prefix} } }`;
  const { graph } = render([fn("one", trigger("a/")), fn("two", trigger("b/"))]);
  const [only, ...others] = notifications(graph);
  assert.deepEqual(others, []);
  assert.equal(only!.key, "@stack/@shared/notifications-elsewhere");
  assert.equal(only!.properties.bucket, "elsewhere");
  assert.deepEqual(named(only!.properties.lambdaFunctions), ["api/one", "api/two"]);
});

Deno.test("Lambda can wait for a bucket that waits for it with its notifications", () => {
  const { graph } = render([
    bucket("notifications: [{ component: jobs }]"),
    component("SQS", "jobs", ""),
    fn("last", "{ type: s3, source: files }", "dependsOn: [files]"),
  ]);
  const needs = new Map(graph.resources.map((r) => [r.key, dependenciesOf(r)]));
  const walk = (key: string, above: string[]): void => {
    assert.ok(!above.includes(key), `cycle: ${[...above, key].join(" → ")}`);
    for (const other of needs.get(key) ?? []) walk(other, [...above, key]);
  };
  for (const key of needs.keys()) walk(key, []);
  const reached = new Set(["api/last/function"]);
  for (const key of reached) for (const other of needs.get(key) ?? []) reached.add(other);
  assert.ok(reached.has("api/files/bucket") && reached.has("api/files/encryption"));
});
