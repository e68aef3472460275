import type { ReplicationGroupArgs } from "@pulumi/aws/elasticache/replicationGroup.d.ts";
import type { RenderContext } from "../render.ts";
import { clientUrl } from "../shapes/cache.ts";
import { password, passwordArn } from "../shapes/database_login.ts";
import { kept, lastSnapshot } from "../shapes/keep.ts";
import { kmsKeyArn } from "../shapes/kms_key.ts";
import { some } from "../shapes/lists.ts";
import { logGroup } from "../shapes/log_group.ts";
import { parameterGroup, sorted } from "../shapes/parameter_group.ts";
import { storeNetwork, subnetGroup } from "../shapes/private_store.ts";
import { storeName } from "../shapes/store_name.ts";
import type { RedisSpec } from "./redis_fields.ts";

export const versionOf = ({ engine }: RedisSpec): string =>
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
  return parameterGroup(c, "elasticache", family, sorted(all)).attr("name");
}

/** Where slow commands and the engine's log are written. */
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

/** The replication group and all that it stands on. */
export function renderRedis(c: RenderContext<RedisSpec>) {
  const { spec } = c;
  const { cluster, security, backup, maintenance } = spec;
  const sharded = cluster.mode === "cluster";
  const network = storeNetwork(c, {
    port: cluster.port,
    description: "Cache (managed by panka)",
  });
  // 40 characters: CreateReplicationGroup.
  const id = storeName(c, { max: 40 });
  const secret = password(security.authSecret);
  const final = lastSnapshot(c, backup.finalSnapshot, {
    listener: network.listener,
    made: [spec.engine.type, cluster.mode, cluster.port, security, backup.restoreFrom],
  });
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
      // Nodes with a disk: CreateReplicationGroup, DataTieringEnabled.
      dataTieringEnabled: cluster.nodeType.startsWith("cache.r6gd.") || undefined,
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
      autoMinorVersionUpgrade: maintenance.autoMinorVersionUpgrade ?? true,
      logDeliveryConfigurations: some(logs),
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
      url: clientUrl(security.transitEncryption, endpoint, cluster.port),
      secretArn: passwordArn(c, security.authSecret),
      replicationGroupId: id,
      arn: group.attr("arn"),
    },
    listener: network.listener,
  };
}
