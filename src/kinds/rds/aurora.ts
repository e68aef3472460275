import type { ClusterArgs } from "@pulumi/aws/rds/cluster.d.ts";
import type { ClusterInstanceArgs } from "@pulumi/aws/rds/clusterInstance.d.ts";
import type { RenderContext } from "../render.ts";
import { password, passwordArn } from "../shapes/database_login.ts";
import { kept, lastSnapshot } from "../shapes/keep.ts";
import { storeName } from "../shapes/store_name.ts";
import type { RdsSpec } from "./fields.ts";
import { logGroups, monitoringRole } from "./monitoring.ts";
import { type DatabaseOutputs, insights } from "./server.ts";
import type { Surroundings } from "./surroundings.ts";

/** A cluster, the server that writes, and those that only read. */
export function renderAurora(c: RenderContext<RdsSpec>, s: Surroundings): DatabaseOutputs {
  const { engine, instance, database, backup, maintenance, monitoring, encryption } = c.spec;
  const type = engine.type as "aurora-postgresql" | "aurora-mysql";
  // 63 characters: RDS, CreateDBCluster.
  const identifier = storeName(c, { max: 63 });
  const logs = logGroups(c, identifier);
  const protect = kept(c);
  const snapshot = lastSnapshot(c, backup.finalSnapshot, s);
  const secret = password(database.passwordSecret);
  const serverless = instance.class === "db.serverless";
  const window = maintenance.preferredWindow ?? backup.maintenanceWindow;
  const cluster = c.resource<ClusterArgs>("aws:rds/cluster:Cluster", "cluster", {
    clusterIdentifier: identifier,
    engine: type,
    engineVersion: engine.version,
    // A version that was written and approved is not to be refused for being a large step.
    allowMajorVersionUpgrade: true,
    databaseName: database.name,
    masterUsername: database.username,
    masterPassword: secret,
    manageMasterUserPassword: secret ? undefined : true,
    masterUserSecretKmsKeyId: secret ? undefined : s.kmsKeyArn,
    iamDatabaseAuthenticationEnabled: database.iamAuthentication,
    port: s.port,
    dbSubnetGroupName: s.subnetGroup.attr("name"),
    dbClusterParameterGroupName: s.parameterGroup.attr("name"),
    vpcSecurityGroupIds: s.securityGroupIds,
    storageType: instance.storage.type === "aurora-iopt1" ? "aurora-iopt1" : "aurora",
    storageEncrypted: encryption.enabled,
    kmsKeyId: s.kmsKeyArn,
    serverlessv2ScalingConfiguration: serverless
      ? {
        minCapacity: instance.serverless?.minCapacity ?? 0.5,
        maxCapacity: instance.serverless?.maxCapacity ?? 4,
      }
      : undefined,
    snapshotIdentifier: backup.restoreFrom,
    backupRetentionPeriod: backup.retentionDays,
    preferredBackupWindow: backup.preferredWindow,
    preferredMaintenanceWindow: window,
    enabledCloudwatchLogsExports: logs.logs,
    copyTagsToSnapshot: true,
    applyImmediately: maintenance.applyImmediately,
    deletionProtection: protect,
    skipFinalSnapshot: snapshot.skip,
    finalSnapshotIdentifier: snapshot.name,
    tags: c.tags,
  }, {
    physicalName: identifier,
    protect,
    deleteBeforeReplace: true,
    dependsOn: logs.groups,
  });
  const role = monitoringRole(c);
  const readers = Math.max(c.spec.readReplicas?.count ?? 0, instance.multiAZ ? 1 : 0);
  for (let i = 0; i <= readers; i++) {
    const key = i === 0 ? "writer" : `reader-${i}`;
    const name = storeName(c, { max: 63, part: key });
    const instanceClass = (i > 0 ? c.spec.readReplicas?.class : undefined) ?? instance.class;
    c.resource<ClusterInstanceArgs>("aws:rds/clusterInstance:ClusterInstance", key, {
      ...insights(c, s, instanceClass),
      identifier: name,
      clusterIdentifier: cluster.id,
      engine: type,
      engineVersion: cluster.attr("engineVersion"),
      instanceClass,
      // Readers of the first two tiers scale with the writer, and take over first.
      promotionTier: Math.min(i, 15),
      publiclyAccessible: false,
      monitoringInterval: role ? monitoring.monitoringInterval : 0,
      monitoringRoleArn: role?.attr("arn"),
      preferredMaintenanceWindow: window,
      autoMinorVersionUpgrade: maintenance.autoMinorVersionUpgrade,
      applyImmediately: maintenance.applyImmediately,
      copyTagsToSnapshot: true,
      tags: c.tags,
    }, { physicalName: name, deleteBeforeReplace: true, dependsOn: role?.policies });
  }
  return {
    endpoint: cluster.attr("endpoint"),
    readerEndpoint: cluster.attr(readers ? "readerEndpoint" : "endpoint"),
    secretArn: passwordArn(c, database.passwordSecret, cluster),
    instanceId: identifier,
    arn: cluster.attr("arn"),
    resourceId: cluster.attr("clusterResourceId"),
    logGroup: logs.name,
  };
}
