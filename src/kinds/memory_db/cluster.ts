import type { AclArgs } from "@pulumi/aws/memorydb/acl.d.ts";
import type { ClusterArgs } from "@pulumi/aws/memorydb/cluster.d.ts";
import type { UserArgs } from "@pulumi/aws/memorydb/user.d.ts";
import type { Expression, Value } from "../../engine/resource.ts";
import type { RenderContext } from "../render.ts";
import { clientUrl } from "../shapes/cache.ts";
import { password, passwordArn } from "../shapes/database_login.ts";
import { kept, lastSnapshot } from "../shapes/keep.ts";
import { kmsKeyArn } from "../shapes/kms_key.ts";
import { parameterGroup, sorted } from "../shapes/parameter_group.ts";
import { storeNetwork, subnetGroup } from "../shapes/private_store.ts";
import { storeName } from "../shapes/store_name.ts";
import type { MemoryDBSpec } from "./fields.ts";

/** The cluster and all that it stands on. */
export function renderMemoryDb(c: RenderContext<MemoryDBSpec>) {
  const { engine, cluster, security, backup, maintenance } = c.spec;
  const network = storeNetwork(c, {
    port: cluster.port,
    description: "Database in memory (managed by panka)",
  });
  const version = engine.version ?? (engine.type === "valkey" ? "7.3" : "7.1");
  // memorydb_redis7, memorydb_valkey7, memorydb_redis6: "Engine versions".
  const family = `memorydb_${engine.type}${version.split(".")[0]}`;
  const final = lastSnapshot(c, backup.finalSnapshot, {
    listener: network.listener,
    made: [cluster.port, security, backup.restoreFrom, maintenance.autoMinorVersionUpgrade],
  });
  // 40 characters: CreateCluster.
  const name = storeName(c, { max: 40 });
  const { acl, userName } = users(c);
  const protect = kept(c);
  const created = c.resource<ClusterArgs>("aws:memorydb/cluster:Cluster", "cluster", {
    name,
    description: `${c.service}/${c.name} (managed by panka)`,
    engine: engine.type,
    engineVersion: version,
    nodeType: cluster.nodeType,
    // Nodes with a disk: CreateCluster, DataTiering.
    dataTiering: cluster.nodeType.startsWith("db.r6gd.") || undefined,
    numShards: cluster.shards,
    numReplicasPerShard: cluster.replicasPerShard,
    port: cluster.port,
    aclName: acl,
    parameterGroupName: Object.keys(engine.parameters).length === 0
      ? `default.${family.replace("_", "-")}`
      : parameterGroup(c, "memorydb", family, sorted(engine.parameters)).attr("name"),
    subnetGroupName: subnetGroup(c, "memorydb", network).attr("name"),
    securityGroupIds: network.securityGroups,
    kmsKeyArn: kmsKeyArn(c, security.kmsKeyId),
    tlsEnabled: security.transitEncryption,
    snapshotRetentionLimit: backup.retentionDays,
    snapshotWindow: backup.retentionDays > 0 ? backup.preferredWindow : undefined,
    snapshotName: backup.restoreFrom,
    // The service has no switch for it: a name takes the snapshot.
    finalSnapshotName: final.skip ? undefined : final.name,
    maintenanceWindow: maintenance.preferredWindow,
    autoMinorVersionUpgrade: maintenance.autoMinorVersionUpgrade ?? true,
    tags: c.tags,
  }, { physicalName: name, protect, deleteBeforeReplace: true });
  const endpoint = created.attr("clusterEndpoints[0].address");
  return {
    outputs: {
      endpoint,
      port: cluster.port,
      url: clientUrl(security.transitEncryption, endpoint, cluster.port),
      userName,
      secretArn: passwordArn(c, security.authSecret),
      clusterName: name,
      arn: created.attr("arn"),
    },
    listener: network.listener,
  };
}

/** Who may do what: everybody who can connect, or one user with a password. */
function users(c: RenderContext<MemoryDBSpec>): { acl: string | Expression; userName: Value } {
  const secret = password(c.spec.security.authSecret);
  if (!secret) return { acl: "open-access", userName: "" };
  // 40 characters: CreateUser, CreateACL.
  const name = storeName(c, { max: 40 });
  const userName = c.spec.security.userName ?? name;
  const user = c.resource<UserArgs>("aws:memorydb/user:User", "user", {
    userName,
    accessString: "on ~* &* +@all",
    authenticationMode: { type: "password", passwords: [secret] },
    tags: c.tags,
  }, { physicalName: userName });
  const acl = c.resource<AclArgs>("aws:memorydb/acl:Acl", "acl", {
    name,
    userNames: [user.attr("userName")],
    tags: c.tags,
  }, { physicalName: name });
  return { acl: acl.attr("name"), userName };
}
