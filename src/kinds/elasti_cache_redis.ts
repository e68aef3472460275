import type { ReplicationGroupArgs } from "@pulumi/aws/elasticache/replicationGroup.d.ts";
import { redisFields, type RedisSpec } from "./elasticache/redis_fields.ts";
import { defineKind } from "./kind.ts";
import type { RenderContext } from "./render.ts";
import { checkSecret, parameterGroup } from "./shapes/cache.ts";
import { password, passwordStatement } from "./shapes/database_login.ts";
import { kept, lastSnapshot } from "./shapes/keep.ts";
import { kmsKeyArn } from "./shapes/kms_key.ts";
import { logGroup } from "./shapes/log_group.ts";
import { storeNetwork, subnetGroup } from "./shapes/private_store.ts";
import { secretArn, secretName } from "./shapes/secret.ts";
import { storeName } from "./shapes/store_name.ts";
import { checkWindows } from "./shapes/window.ts";

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
  check(spec, report) {
    const { engine, cluster, backup, maintenance } = spec;
    checkSecret(spec.security, report);
    checkWindows(
      { window: backup.preferredWindow, path: ["backup", "preferredWindow"] },
      { window: maintenance.preferredWindow, path: ["maintenance", "preferredWindow"] },
      undefined,
      report,
    );
    if (cluster.shards !== undefined && cluster.mode !== "cluster") {
      report({
        code: "wrong-value",
        path: ["cluster", "shards"],
        at: "key",
        summary: `"shards" needs mode: cluster`,
        why: `mode is ${cluster.mode}`,
        fix: `remove "shards", or set mode: cluster`,
      });
    }
    if (cluster.multiAZ && cluster.numNodes === 1) {
      report({
        code: "wrong-value",
        path: ["cluster", "multiAZ"],
        summary: `"multiAZ" needs at least 2 nodes`,
        why: "one node is in one zone",
        fix: "set numNodes: 2",
        replacement: "false",
      });
    }
    if (engine.type === "valkey" && Number(versionOf(spec).split(".")[0]) < 7) {
      report({
        code: "wrong-value",
        path: ["engine", "version"],
        summary: `"version" of valkey must be 7.2 or later, not "${engine.version}"`,
        fix: `set version: "8.0"`,
        replacement: `"8.0"`,
      });
    }
    if (engine.parameters["cluster-enabled"] !== undefined) {
      report({
        code: "exclusive-fields",
        path: ["engine", "parameters", "cluster-enabled"],
        at: "key",
        summary: `"cluster-enabled" is set by "cluster.mode"`,
        fix: `remove "cluster-enabled", and set mode: cluster to spread keys over shards`,
      });
    }
  },
  render(c) {
    const { spec } = c;
    const { cluster, security, backup, maintenance } = spec;
    const sharded = cluster.mode === "cluster";
    const network = storeNetwork(c, {
      port: cluster.port,
      description: "Cache (managed by panka)",
    });
    // 40 characters: CreateReplicationGroup.
    const id = storeName(c, { max: 40 });
    const secret = password({ passwordSecret: security.authSecret });
    const final = lastSnapshot(c, backup.finalSnapshot, 255);
    const snapshots = backup.retentionDays > 0;
    const { logs, groups } = logging(c, id);
    const group = c.resource<ReplicationGroupArgs>(
      "aws:elasticache/replicationGroup:ReplicationGroup",
      "cache",
      {
        replicationGroupId: id,
        description: `${c.service}/${c.name} (managed by panka)`,
        engine: spec.engine.type,
        engineVersion: versionOf(spec),
        nodeType: cluster.nodeType,
        port: cluster.port,
        ...(sharded
          ? { numNodeGroups: cluster.shards ?? 1, replicasPerNodeGroup: cluster.numNodes - 1 }
          : { numCacheClusters: cluster.numNodes }),
        automaticFailoverEnabled: sharded || cluster.numNodes > 1,
        multiAzEnabled: cluster.multiAZ ?? cluster.numNodes > 1,
        parameterGroupName: parameters(c),
        subnetGroupName: subnetGroup(c, "elasticache", network).attr("name"),
        securityGroupIds: network.securityGroups,
        atRestEncryptionEnabled: security.atRestEncryption,
        kmsKeyId: security.atRestEncryption ? kmsKeyArn(c, security.kmsKeyId) : undefined,
        transitEncryptionEnabled: security.transitEncryption,
        authToken: secret,
        snapshotRetentionLimit: backup.retentionDays,
        snapshotWindow: snapshots ? backup.preferredWindow : undefined,
        snapshotName: backup.restoreFrom,
        // The service has no switch for it: a name takes the snapshot.
        finalSnapshotIdentifier: (snapshots || backup.finalSnapshot) && !final.skip
          ? final.name
          : undefined,
        maintenanceWindow: maintenance.preferredWindow,
        autoMinorVersionUpgrade: maintenance.autoMinorVersionUpgrade,
        logDeliveryConfigurations: logs.length ? logs : undefined,
        applyImmediately: true,
        tags: c.tags,
      },
      { physicalName: id, protect: kept(c), deleteBeforeReplace: true, dependsOn: groups },
    );
    const endpoint = group.attr(
      sharded ? "configurationEndpointAddress" : "primaryEndpointAddress",
    );
    return {
      outputs: {
        endpoint,
        readerEndpoint: sharded || cluster.numNodes === 1
          ? endpoint
          : group.attr("readerEndpointAddress"),
        port: cluster.port,
        url: {
          $join: [
            security.transitEncryption ? "rediss://" : "redis://",
            endpoint,
            `:${cluster.port}`,
          ],
        },
        secretArn: security.authSecret ? secretArn(c, secretName(security.authSecret.ref)) : "",
        replicationGroupId: id,
        arn: group.attr("arn"),
      },
      listener: network.listener,
    };
  },
  access(outputs, _access, { security }) {
    if (!security.authSecret) return [];
    return [passwordStatement({ passwordSecret: security.authSecret }, outputs.secretArn)];
  },
});

const versionOf = ({ engine }: RedisSpec): string =>
  engine.version ?? (engine.type === "valkey" ? "8.0" : "7.1");

/** "redis7", "redis6.x", "redis5.0", "valkey8". */
function familyOf(spec: RedisSpec): string {
  const [major = "", minor = "0"] = versionOf(spec).split(".");
  if (spec.engine.type === "valkey" || Number(major) >= 7) return `${spec.engine.type}${major}`;
  return major === "6" ? "redis6.x" : `redis${major}.${minor}`;
}

/** AWS's own group where the spec sets nothing. */
function parameters(c: RenderContext<RedisSpec>) {
  const { engine, cluster } = c.spec;
  const family = familyOf(c.spec);
  const sharded = cluster.mode === "cluster";
  if (Object.keys(engine.parameters).length === 0) {
    return `default.${family}${sharded ? ".cluster.on" : ""}`;
  }
  const all = { ...engine.parameters, ...(sharded && { "cluster-enabled": "yes" }) };
  return parameterGroup(c, "elasticache", family, all).attr("name");
}

function logging(c: RenderContext<RedisSpec>, id: string) {
  const { slowLog, engineLog } = c.spec.monitoring;
  const wanted = [...(slowLog ? ["slow-log"] : []), ...(engineLog ? ["engine-log"] : [])];
  const groups = wanted.map((log) => logGroup(c, `/aws/elasticache/${id}/${log}`, log));
  const logs = wanted.map((logType, i) => ({
    destination: groups[i]!.attr("name"),
    destinationType: "cloudwatch-logs",
    logFormat: "json",
    logType,
  }));
  return { logs, groups };
}
