import assert from "node:assert/strict";
import { component, errorsOf, load, render, snapshot } from "./harness.ts";

const cache = (more: Record<string, unknown> = {}) =>
  component(
    "ElastiCacheMemcached",
    "cache",
    JSON.stringify({ cluster: { nodeType: "cache.t4g.small" }, ...more }),
  );

Deno.test("ElastiCacheMemcached renders one node that wants TLS", () => {
  snapshot("elasti-cache-memcached-minimal", render([cache()]).graph);
});

Deno.test("ElastiCacheMemcached renders nodes in several zones with parameters", () => {
  const more = {
    cluster: { nodeType: "cache.t4g.small", numNodes: 3 },
    engine: { version: "1.6.17", parameters: { max_item_size: "2097152" } },
  };
  snapshot("elasti-cache-memcached-full", render([cache(more)]).graph);
});

Deno.test("ElastiCacheMemcached refuses TLS with a version before it and says how to mend it", () => {
  assert.deepEqual(errorsOf(load([cache({ engine: { version: "1.6.6" } })])), [
    'wrong-value "version" must be at least 1.6.12 for TLS, not 1.6.6 | set version: 1.6.22, or security: {transitEncryption: false}',
  ]);
  const open = { engine: { version: "1.5.16" }, security: { transitEncryption: false } };
  assert.deepEqual(errorsOf(load([cache(open)])), []);
});
