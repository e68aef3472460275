import { renderMemcached } from "./elasticache/memcached_cluster.ts";
import { memcachedFields } from "./elasticache/memcached_fields.ts";
import { defineKind } from "./kind.ts";
import { checkWindow } from "./shapes/window.ts";

/** TLS: ElastiCache, "In-transit encryption conditions". */
const TLS_SINCE = [1, 6, 12];

/** Limits: AWS, "Quotas for ElastiCache" (60 nodes) and CreateCacheCluster. */
export const elastiCacheMemcached = defineKind({
  name: "ElastiCacheMemcached",
  group: "Caches",
  summary: "Cache with the protocol of Memcached (Amazon ElastiCache)",
  fields: memcachedFields,
  outputs: {
    endpoint: {
      doc: "Host name for clients that discover the nodes by themselves, without port",
      aliases: ["host", "hostname", "configurationEndpoint"],
    },
    port: { doc: "Port that it listens on" },
    clusterId: { doc: "Identifier of the cluster", aliases: ["name"] },
    arn: { doc: "ARN of the cluster" },
  },
  holdsData: false,
  proof: {
    level: "emulator",
    note:
      "the emulator keeps neither zones nor autoMinorVersionUpgrade, so each preview shows both",
  },
  example: `cluster:
  nodeType: cache.t4g.small
  numNodes: 2`,
  check(spec, report) {
    checkWindow(spec.maintenance.preferredWindow, ["maintenance", "preferredWindow"], report);
    const parts = spec.engine.version.split(".").map(Number);
    const at = parts.findIndex((part, i) => part !== TLS_SINCE[i]);
    if (!spec.security.transitEncryption || at < 0 || parts[at]! > TLS_SINCE[at]!) return;
    report({
      code: "wrong-value",
      path: ["engine", "version"],
      summary: `"version" must be at least ${
        TLS_SINCE.join(".")
      } for TLS, not ${spec.engine.version}`,
      fix: "set version: 1.6.22, or security: {transitEncryption: false}",
      replacement: "1.6.22",
    });
  },
  render: renderMemcached,
});
