import type { ClusterArgs } from "@pulumi/aws/docdb/cluster.d.ts";
import type { ClusterInstanceArgs } from "@pulumi/aws/docdb/clusterInstance.d.ts";
import type { Handle, RenderContext } from "../render.ts";
import { password, passwordArn } from "../shapes/database_login.ts";
import { kept, lastSnapshot } from "../shapes/keep.ts";
import { kmsKeyArn } from "../shapes/kms_key.ts";
import { logGroup } from "../shapes/log_group.ts";
import { parameterGroup, sorted } from "../shapes/parameter_group.ts";
import { storeNetwork, subnetGroup } from "../shapes/private_store.ts";
import { storeName } from "../shapes/store_name.ts";
import type { DocumentDBSpec } from "./fields.ts";

const PORT = 27_017;

/** The cluster, its instances and all that they stand on. */
export function renderDocumentDb(c: RenderContext<DocumentDBSpec>) {
  const { spec } = c;
  const { database, backup, maintenance, encryption } = spec;
  const port = database.port ?? PORT;
  const network = storeNetwork(c, { port, description: "Document database (managed by panka)" });
  const key = encryption.enabled ? kmsKeyArn(c, encryption.kmsKeyId) : undefined;
  // 63 characters: CreateDBCluster.
  const identifier = storeName(c, { max: 63 });
  const protect = kept(c);
  const snapshot = lastSnapshot(c, backup.finalSnapshot, {
    listener: network.listener,
    made: [database.username, port, backup.restoreFrom, encryption.enabled, key],
  });
  const secret = password(database.passwordSecret);
  const logs = spec.monitoring.logs.map((log) =>
    logGroup(c, `/aws/docdb/${identifier}/${log}`, log)
  );
  const cluster = c.resource<ClusterArgs>("aws:docdb/cluster:Cluster", "cluster", {
    clusterIdentifier: identifier,
    engine: "docdb",
    engineVersion: spec.engine.version,
    // A version that was written and approved is not to be refused for being a large step.
    allowMajorVersionUpgrade: true,
    masterUsername: database.username,
    masterPassword: secret,
    manageMasterUserPassword: secret ? undefined : true,
    port,
    dbSubnetGroupName: subnetGroup(c, "docdb", network).attr("name"),
    dbClusterParameterGroupName: parametersOf(c).attr("name"),
    vpcSecurityGroupIds: network.securityGroups,
    storageType: spec.instance.storageType,
    storageEncrypted: encryption.enabled,
    kmsKeyId: key,
    snapshotIdentifier: backup.restoreFrom,
    backupRetentionPeriod: backup.retentionDays,
    preferredBackupWindow: backup.preferredWindow,
    preferredMaintenanceWindow: maintenance.preferredWindow,
    enabledCloudwatchLogsExports: spec.monitoring.logs,
    applyImmediately: maintenance.applyImmediately,
    deletionProtection: protect,
    skipFinalSnapshot: snapshot.skip,
    finalSnapshotIdentifier: snapshot.name,
    tags: c.tags,
  }, { physicalName: identifier, protect, deleteBeforeReplace: true, dependsOn: logs });
  for (let i = 1; i <= spec.instance.count; i++) {
    const name = storeName(c, { max: 63, part: String(i) });
    c.resource<ClusterInstanceArgs>(
      "aws:docdb/clusterInstance:ClusterInstance",
      `instance-${i}`,
      {
        identifier: name,
        clusterIdentifier: cluster.id,
        instanceClass: spec.instance.class,
        enablePerformanceInsights: spec.monitoring.performanceInsights,
        performanceInsightsKmsKeyId: spec.monitoring.performanceInsights ? key : undefined,
        promotionTier: i - 1,
        preferredMaintenanceWindow: maintenance.preferredWindow,
        autoMinorVersionUpgrade: maintenance.autoMinorVersionUpgrade,
        applyImmediately: maintenance.applyImmediately,
        copyTagsToSnapshot: true,
        tags: c.tags,
      },
      { physicalName: name, deleteBeforeReplace: true },
    );
  }
  return {
    outputs: {
      endpoint: cluster.attr("endpoint"),
      readerEndpoint: cluster.attr(spec.instance.count > 1 ? "readerEndpoint" : "endpoint"),
      port,
      username: database.username,
      secretArn: passwordArn(c, database.passwordSecret, cluster),
      clusterId: identifier,
      arn: cluster.attr("arn"),
      kmsKeyArn: key ?? "",
    },
    listener: network.listener,
  };
}

/** Parameters of the engine, TLS among them. */
function parametersOf(c: RenderContext<DocumentDBSpec>): Handle {
  const { engine, encryption } = c.spec;
  const family = `docdb${engine.version.split(".").slice(0, 2).join(".")}`;
  const tls = encryption.inTransit ? "enabled" : "disabled";
  return parameterGroup(c, "docdb", family, sorted({ ...engine.parameters, tls }));
}
