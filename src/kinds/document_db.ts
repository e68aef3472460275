import type { ClusterArgs } from "@pulumi/aws/docdb/cluster.d.ts";
import type { ClusterInstanceArgs } from "@pulumi/aws/docdb/clusterInstance.d.ts";
import type { ClusterParameterGroupArgs } from "@pulumi/aws/docdb/clusterParameterGroup.d.ts";
import { documentdbFields, type DocumentDBSpec } from "./document_db/fields.ts";
import { defineKind } from "./kind.ts";
import type { Handle, RenderContext } from "./render.ts";
import { checkLogin, password, passwordStatement } from "./shapes/database_login.ts";
import { kept, lastSnapshot } from "./shapes/keep.ts";
import { keyStatements, kmsKeyArn } from "./shapes/kms_key.ts";
import { logGroup } from "./shapes/log_group.ts";
import { storeNetwork, subnetGroup } from "./shapes/private_store.ts";
import { secretArn, secretName } from "./shapes/secret.ts";
import { storeName } from "./shapes/store_name.ts";
import { checkWindows } from "./shapes/window.ts";

const PORT = 27_017;

/** Limits: AWS, "Amazon DocumentDB quotas and limits" and CreateDBCluster. */
export const documentdb = defineKind({
  name: "DocumentDB",
  group: "Databases",
  summary: "Document database with the MongoDB protocol (Amazon DocumentDB)",
  fields: documentdbFields,
  outputs: {
    endpoint: { doc: "Host name to write to, without port", aliases: ["host", "hostname"] },
    readerEndpoint: { doc: "Host name to read from; the same as endpoint with one instance" },
    port: { doc: "Port that it listens on" },
    username: { doc: "Name of the master user" },
    secretArn: { doc: "ARN of the secret with the master user's password" },
    clusterId: { doc: "Identifier of the cluster", aliases: ["name", "identifier"] },
    arn: { doc: "ARN of the cluster" },
    kmsKeyArn: { doc: "ARN of the key it is encrypted with; empty with AWS's own" },
  },
  holdsData: true,
  proof: {
    level: "emulator",
    note: "connections are not tried",
  },
  example: `instance:
  class: db.t4g.medium
  count: 2
engine:
  version: 5.0.0
database:
  username: dbadmin
  managedPassword: true
backup:
  retentionDays: 14`,
  check(spec, report) {
    checkLogin(spec.database, report);
    checkWindows(
      { window: spec.backup.preferredWindow, path: ["backup", "preferredWindow"] },
      { window: spec.maintenance.preferredWindow, path: ["maintenance", "preferredWindow"] },
      undefined,
      report,
    );
    if (/^(admin|root|serviceadmin|rdsadmin)$/i.test(spec.database.username)) {
      report({
        code: "wrong-value",
        path: ["database", "username"],
        summary: `"${spec.database.username}" can't be the master user`,
        why: "DocumentDB keeps that name for itself",
        fix: "set username: dbadmin",
        replacement: "dbadmin",
      });
    }
    if (spec.engine.parameters.tls !== undefined) {
      report({
        code: "exclusive-fields",
        path: ["engine", "parameters", "tls"],
        at: "key",
        summary: `"tls" is set by "encryption.inTransit"`,
        fix: `remove "tls", and set encryption: {inTransit: false} to do without TLS`,
      });
    }
  },
  render(c) {
    const { spec } = c;
    const { database, backup, maintenance, encryption } = spec;
    const port = database.port ?? PORT;
    const network = storeNetwork(c, { port, description: "Document database (managed by panka)" });
    const key = encryption.enabled ? kmsKeyArn(c, encryption.kmsKeyId) : undefined;
    // 63 characters: CreateDBCluster.
    const identifier = storeName(c, { max: 63 });
    const protect = kept(c);
    const snapshot = lastSnapshot(c, backup.finalSnapshot, 63);
    const secret = password(database);
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
      dbClusterParameterGroupName: parameterGroup(c).attr("name"),
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
        secretArn: database.passwordSecret
          ? secretArn(c, secretName(database.passwordSecret.ref))
          : cluster.first("masterUserSecrets", "secretArn"),
        clusterId: identifier,
        arn: cluster.attr("arn"),
        kmsKeyArn: key ?? "",
      },
      listener: network.listener,
    };
  },
  access(outputs, _access, spec) {
    return [
      passwordStatement(spec.database, outputs.secretArn),
      ...keyStatements(outputs.kmsKeyArn, ["kms:Decrypt"]),
    ];
  },
});

function parameterGroup(c: RenderContext<DocumentDBSpec>): Handle {
  const { engine, encryption } = c.spec;
  const family = `docdb${engine.version.split(".").slice(0, 2).join(".")}`;
  const parameters: Record<string, string> = {
    ...engine.parameters,
    tls: encryption.inTransit ? "enabled" : "disabled",
  };
  // The family is in the name: a new version needs a second group while the first is still in use.
  const name = storeName(c, { max: 255, part: family });
  return c.resource<ClusterParameterGroupArgs>(
    "aws:docdb/clusterParameterGroup:ClusterParameterGroup",
    "parameters",
    {
      name,
      family,
      description: "Managed by panka",
      parameters: Object.keys(parameters).sort().map((parameter) => ({
        name: parameter,
        value: parameters[parameter]!,
      })),
      tags: c.tags,
    },
    { physicalName: name },
  );
}
