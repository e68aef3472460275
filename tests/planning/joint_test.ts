import assert from "node:assert/strict";
import type { Resource } from "../../src/engine/resource.ts";
import { addTo } from "../../src/planning/joint.ts";

const resource = (properties: Resource["properties"], dependsOn?: string[]): Resource => ({
  key: "data/files/notifications",
  type: "aws:s3/bucketNotification:BucketNotification",
  properties,
  dependsOn,
});

Deno.test("addTo() joins lists, adds what is new and keeps what both say", () => {
  const joint = resource({ bucket: "files", queues: [1] }, ["a/b/c"]);
  addTo(joint, { bucket: "files", queues: [2], topics: [3] }, ["a/b/c", "d/e/f"]);
  assert.deepEqual(joint.properties, { bucket: "files", queues: [1, 2], topics: [3] });
  assert.deepEqual(joint.dependsOn, ["a/b/c", "d/e/f"]);
});

Deno.test("addTo() leaves alone the list that it joins to", () => {
  const queues = [1];
  addTo(resource({ queues }), { queues: [2] }, []);
  assert.deepEqual(queues, [1]);
});

Deno.test("addTo() throws when two components say different things", () => {
  assert.throws(
    () => addTo(resource({ bucket: "files" }), { bucket: "others" }, []),
    /"data\/files\/notifications" is given two values of "bucket"/,
  );
});
