import assert from "node:assert/strict";
import { component, errorsOf, load, render, snapshot } from "./harness.ts";

const cache = (more: Record<string, unknown> = {}, cluster: Record<string, unknown> = {}) =>
  component(
    "ElastiCacheRedis",
    "cache",
    JSON.stringify({ ...more, cluster: { nodeType: "cache.t4g.small", ...cluster } }),
  );
const groupOf = (component: string) =>
  render([component]).graph.resources.find((r) => r.type.endsWith(":ReplicationGroup"))!;

Deno.test("ElastiCacheRedis renders one encrypted node that wants TLS", () => {
  snapshot("elasti-cache-redis-minimal", render([cache()]).graph);
});

Deno.test("ElastiCacheRedis renders Valkey in shards with parameters, a password and logs", () => {
  const more = {
    engine: { type: "valkey", parameters: { "maxmemory-policy": "allkeys-lru" } },
    security: { authSecret: { ref: "live/cache" }, kmsKeyId: "alias/data" },
    backup: { retentionDays: 3, preferredWindow: "03:00-04:00" },
    monitoring: { slowLog: true },
  };
  const shards = { mode: "cluster", shards: 3, numNodes: 2 };
  snapshot(
    "elasti-cache-redis-cluster",
    render([cache(more, shards)], { environment: "live" }).graph,
  );
});

Deno.test("ElastiCacheRedis fails over and is in several zones when it has two nodes", () => {
  const { properties } = groupOf(cache({}, { numNodes: 2 }));
  assert.equal(properties.automaticFailoverEnabled, true);
  assert.equal(properties.multiAzEnabled, true);
});

Deno.test("ElastiCacheRedis takes AWS's parameters of its version when it has none", () => {
  const of = (engine: unknown) => groupOf(cache({ engine })).properties.parameterGroupName;
  assert.equal(of({ version: "7.1" }), "default.redis7");
  assert.equal(of({ version: "6.2" }), "default.redis6.x");
  assert.equal(of({ version: "5.0.6" }), "default.redis5.0");
  assert.equal(of({ type: "valkey" }), "default.valkey8");
});

Deno.test("ElastiCacheRedis holds data only when it takes snapshots", () => {
  const holds = (more: Record<string, unknown>) => {
    const { kind, spec } = load([cache(more)]).stack!.components[0]!;
    return kind.holdsData(spec);
  };
  assert.equal(holds({}), false);
  assert.equal(holds({ backup: { retentionDays: 1 } }), true);
});

/** What is wrong → the errors that are reported. */
const refusals: [string, string, string[]][] = [
  [
    "a password without TLS",
    cache({ security: { authSecret: "a", transitEncryption: false } }),
    ['wrong-value "authSecret" needs transitEncryption | set transitEncryption: true'],
  ],
  [
    "shards without cluster mode",
    cache({}, { shards: 2 }),
    ['wrong-value "shards" needs mode: cluster | remove "shards", or set mode: cluster'],
  ],
  [
    "several zones for one node",
    cache({}, { multiAZ: true }),
    ['wrong-value "multiAZ" needs at least 2 nodes | set numNodes: 2'],
  ],
  [
    "a version that Valkey never had",
    cache({ engine: { type: "valkey", version: "6.2" } }),
    [
      'wrong-value "version" of valkey must be 7.2 or later, not "6.2" | set version: "8.0"',
    ],
  ],
  [
    "cluster mode set in two places",
    cache({ engine: { parameters: { "cluster-enabled": "yes" } } }),
    [
      'exclusive-fields "cluster-enabled" is set by "cluster.mode" | remove "cluster-enabled", and set mode: cluster to spread keys over shards',
    ],
  ],
];

for (const [what, yaml, errors] of refusals) {
  Deno.test(`ElastiCacheRedis refuses ${what} and says how to mend it`, () => {
    assert.deepEqual(errorsOf(load([yaml])), errors);
  });
}

Deno.test("ElastiCacheRedis says that nodes with a disk use it, which AWS wants to be told", () => {
  const tiering = (nodeType: string) =>
    groupOf(cache({}, { nodeType })).properties.dataTieringEnabled;
  assert.deepEqual([tiering("cache.r6gd.xlarge"), tiering("cache.r6g.large")], [true, undefined]);
});
