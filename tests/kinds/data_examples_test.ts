import assert from "node:assert/strict";
import { findKind } from "../../src/kinds/registry.ts";
import { component, load, render } from "./harness.ts";

const names = [
  "DocumentDB",
  "DynamoDB",
  "EBS",
  "EFS",
  "ElastiCacheMemcached",
  "ElastiCacheRedis",
  "MemoryDB",
  "RDS",
  "S3",
];

for (const name of names) {
  Deno.test(`${name} renders its example, and exposes every output it tells of`, () => {
    const kind = findKind(name)!;
    const yaml = component(name, "sample", kind.example);
    const severe = load([yaml]).diagnostics.filter((d) => d.severity !== "note");
    assert.deepEqual(severe, []);
    const outputs = render([yaml]).graph.outputs["api/sample"]!;
    assert.deepEqual(Object.keys(outputs).sort(), Object.keys(kind.outputs).sort());
    assert.ok(Object.values(outputs).every((value) => value !== undefined));
  });
}
