import { checkRedis } from "./elasticache/redis_check.ts";
import { redisFields } from "./elasticache/redis_fields.ts";
import { renderRedis } from "./elasticache/redis_group.ts";
import { defineKind } from "./kind.ts";
import { passwordStatements } from "./shapes/database_login.ts";

/** Limits: AWS, "Quotas for ElastiCache" and CreateReplicationGroup. */
export const elastiCacheRedis = defineKind({
  name: "ElastiCacheRedis",
  group: "Caches",
  summary: "Cache with the protocol of Redis: Redis OSS or Valkey (Amazon ElastiCache)",
  fields: redisFields,
  outputs: {
    endpoint: { doc: "Host name to write to, without port", aliases: ["host", "hostname"] },
    readerEndpoint: { doc: "Host name to read from; the same as endpoint where there is one node" },
    port: { doc: "Port that it listens on" },
    url: { doc: "URL for clients, without password: rediss://host:port" },
    secretArn: { doc: "ARN of the secret with the password; empty without one" },
    replicationGroupId: { doc: "Identifier of the cache", aliases: ["name", "clusterId"] },
    arn: { doc: "ARN of the cache" },
  },
  holdsData: (spec) => spec.backup.retentionDays > 0,
  proof: { level: "emulator", note: "connections, and a cluster of two shards" },
  example: `engine:
  type: valkey
  version: "8.0"
cluster:
  nodeType: cache.t4g.small
  numNodes: 2
backup:
  retentionDays: 3`,
  check: checkRedis,
  render: renderRedis,
  access: (outputs, _access, { security }) =>
    passwordStatements(security.authSecret, outputs.secretArn),
});
