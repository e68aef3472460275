import type { InstanceArgs } from "@pulumi/aws/rds/instance.d.ts";
import type { Properties, Value } from "../../engine/resource.ts";
import type { RenderContext } from "../render.ts";
import { password, passwordArn } from "../shapes/database_login.ts";
import { kept, lastSnapshot } from "../shapes/keep.ts";
import type { RoleHandle } from "../shapes/role.ts";
import { storeName } from "../shapes/store_name.ts";
import type { RdsSpec } from "./fields.ts";
import { hasInsights, logGroups, monitoringRole } from "./monitoring.ts";
import { settableRates } from "./storage.ts";
import type { Surroundings } from "./surroundings.ts";

/** What a server and a cluster expose alike. */
export interface DatabaseOutputs {
  endpoint: Value;
  readerEndpoint: Value;
  secretArn: Value;
  instanceId: Value;
  arn: Value;
  resourceId: Value;
  logGroup: Value;
}

const INSTANCE = "aws:rds/instance:Instance";

/** One server, its standby where multiAZ, and its read replicas. */
export function renderServer(c: RenderContext<RdsSpec>, s: Surroundings): DatabaseOutputs {
  const { engine, instance, database, backup, maintenance, encryption } = c.spec;
  const { storage } = instance;
  // 63 characters: RDS, CreateDBInstance.
  const identifier = storeName(c, { max: 63 });
  const logs = logGroups(c, identifier);
  const protect = kept(c);
  const snapshot = lastSnapshot(c, backup.finalSnapshot, s);
  const rates = settableRates(storage);
  const secret = password(database.passwordSecret);
  const role = monitoringRole(c);
  const common = commonProperties(c, s, role);
  const server = c.resource<InstanceArgs>(INSTANCE, "server", {
    ...common,
    ...insights(c, s, instance.class),
    identifier,
    engine: engine.type,
    engineVersion: engine.version,
    // A version that was written and approved is not to be refused for being a large step.
    allowMajorVersionUpgrade: true,
    instanceClass: instance.class,
    allocatedStorage: storage.allocatedGB,
    maxAllocatedStorage: storage.maxAllocatedGB,
    ...rates,
    multiAz: instance.multiAZ,
    dbName: database.name,
    username: database.username,
    password: secret,
    manageMasterUserPassword: secret ? undefined : true,
    masterUserSecretKmsKeyId: secret ? undefined : s.kmsKeyArn,
    storageEncrypted: encryption.enabled,
    kmsKeyId: s.kmsKeyArn,
    dbSubnetGroupName: s.subnetGroup.attr("name"),
    snapshotIdentifier: backup.restoreFrom,
    backupRetentionPeriod: backup.enabled ? backup.retentionDays : 0,
    backupWindow: backup.preferredWindow,
    maintenanceWindow: maintenance.preferredWindow ?? backup.maintenanceWindow,
    enabledCloudwatchLogsExports: logs.logs,
    deletionProtection: protect,
    skipFinalSnapshot: snapshot.skip,
    finalSnapshotIdentifier: snapshot.name,
  }, {
    physicalName: identifier,
    protect,
    deleteBeforeReplace: true,
    dependsOn: [...logs.groups, ...role?.policies ?? []],
  });
  const { count = 0, class: replicaClass = instance.class } = c.spec.readReplicas ?? {};
  const replicas = Array.from({ length: count }, (_, i) => {
    const replica = storeName(c, { max: 63, part: `replica-${i + 1}` });
    return c.resource<InstanceArgs>(INSTANCE, `replica-${i + 1}`, {
      ...common,
      ...insights(c, s, replicaClass),
      identifier: replica,
      replicateSourceDb: server.attr("identifier"),
      instanceClass: replicaClass,
      maxAllocatedStorage: storage.maxAllocatedGB,
      // A disk with a bought rate is not made without it: CreateDBInstanceReadReplica, Iops.
      ...rates,
      storageEncrypted: encryption.enabled,
      // AWS takes no last snapshot of a replica.
      skipFinalSnapshot: true,
    }, {
      physicalName: replica,
      deleteBeforeReplace: true,
      dependsOn: role?.policies,
    });
  });
  return {
    endpoint: server.attr("address"),
    readerEndpoint: (replicas[0] ?? server).attr("address"),
    secretArn: passwordArn(c, database.passwordSecret, server),
    instanceId: identifier,
    arn: server.attr("arn"),
    resourceId: server.attr("resourceId"),
    logGroup: logs.name,
  };
}

/** What the server and its replicas have alike. */
function commonProperties(
  c: RenderContext<RdsSpec>,
  s: Surroundings,
  role: RoleHandle | undefined,
): Omit<Properties<InstanceArgs>, "instanceClass"> {
  const { instance, database, maintenance, monitoring } = c.spec;
  return {
    storageType: instance.storage.type,
    port: s.port,
    parameterGroupName: s.parameterGroup.attr("name"),
    vpcSecurityGroupIds: s.securityGroupIds,
    publiclyAccessible: false,
    iamDatabaseAuthenticationEnabled: database.iamAuthentication,
    monitoringInterval: role ? monitoring.monitoringInterval : 0,
    monitoringRoleArn: role?.attr("arn"),
    autoMinorVersionUpgrade: maintenance.autoMinorVersionUpgrade,
    applyImmediately: maintenance.applyImmediately,
    copyTagsToSnapshot: true,
    tags: c.tags,
  };
}

/** Performance Insights of a server of this class. */
export function insights(c: RenderContext<RdsSpec>, s: Surroundings, instanceClass: string) {
  const { engine, monitoring } = c.spec;
  const performanceInsightsEnabled = hasInsights(engine.type, instanceClass) &&
    (monitoring.performanceInsights ?? true);
  if (!performanceInsightsEnabled) return { performanceInsightsEnabled };
  return {
    performanceInsightsEnabled,
    performanceInsightsRetentionPeriod: monitoring.performanceInsightsRetentionDays,
    performanceInsightsKmsKeyId: s.kmsKeyArn,
  };
}
