import type { AclArgs } from "@pulumi/aws/memorydb/acl.d.ts";
import type { ClusterArgs } from "@pulumi/aws/memorydb/cluster.d.ts";
import type { UserArgs } from "@pulumi/aws/memorydb/user.d.ts";
import type { Expression, Value } from "../engine/resource.ts";
import { boolean, choice, type InferFields, integer, object, text } from "../schema/field.ts";
import { type CommonSpec, defineKind } from "./kind.ts";
import type { RenderContext } from "./render.ts";
import {
  backupField,
  checkSecret,
  maintenanceField,
  parameterGroup,
  parametersField,
  portField,
} from "./shapes/cache.ts";
import { password, passwordStatement, secretField } from "./shapes/database_login.ts";
import { inboundField } from "./shapes/inbound.ts";
import { kept, lastSnapshot } from "./shapes/keep.ts";
import { kmsKeyArn, kmsKeyField } from "./shapes/kms_key.ts";
import { storeNetwork, subnetGroup } from "./shapes/private_store.ts";
import { secretArn, secretName } from "./shapes/secret.ts";
import { storeName } from "./shapes/store_name.ts";
import { checkWindows } from "./shapes/window.ts";

const fields = {
  engine: object({
    type: choice(["valkey", "redis"], { doc: "valkey, or redis before it", default: "valkey" }),
    version: text({
      doc: "Version; default: 7.3 of valkey, 7.1 of redis",
      pattern: /^\d+\.\d+$/,
      hint: "a version such as 7.3",
      example: "7.3",
    }),
    parameters: parametersField,
  }, { doc: "Engine", default: {} }),
  cluster: object({
    nodeType: text({
      doc: "Node type",
      required: true,
      pattern: /^db\.[a-z0-9]+\.[a-z0-9]+$/,
      hint: "a node type such as db.t4g.small",
      example: "db.t4g.small",
    }),
    // 500 shards, 5 replicas: "Quotas for MemoryDB".
    shards: integer({
      doc: "Number of shards",
      min: 1,
      max: 500,
      default: 1,
      aliases: ["numShards"],
    }),
    replicasPerShard: integer({
      doc: "Copies of each shard that read and take over",
      min: 0,
      max: 5,
      default: 1,
      aliases: ["numReplicasPerShard"],
    }),
    port: portField(6379),
  }, { doc: "Nodes", required: true }),
  security: object({
    kmsKeyId: kmsKeyField("AWS can't change the key of a cluster"),
    transitEncryption: boolean({
      doc: "Connections over TLS only",
      default: true,
      replaces: "AWS sets it only when it makes the cluster",
    }),
    userName: text({
      doc: "Name of the user that authSecret belongs to",
      pattern: /^[a-z][a-z0-9-]{0,39}$/,
      hint: "a lower-case letter, then up to 39 letters, digits and dashes",
      replaces: "AWS can't rename a user",
    }),
    authSecret: secretField("Secret with the user's password, 16 to 128 characters"),
  }, { doc: "Security; without authSecret whoever can connect may do everything", default: {} }),
  backup: backupField(1),
  maintenance: maintenanceField,
  network: inboundField,
};
type MemoryDBSpec = InferFields<typeof fields> & CommonSpec;

/** Limits: AWS, "Quotas for MemoryDB" and CreateCluster. */
export const memoryDb = defineKind({
  name: "MemoryDB",
  aliases: ["AWSMemoryDB"],
  group: "Caches",
  summary: "Durable database in memory with the protocol of Redis (Amazon MemoryDB)",
  fields,
  outputs: {
    endpoint: { doc: "Host name of the cluster, without port", aliases: ["host", "hostname"] },
    port: { doc: "Port that it listens on" },
    url: { doc: "URL for clients, without password: rediss://host:port" },
    userName: { doc: "Name of the user to log in as; empty without authSecret" },
    secretArn: { doc: "ARN of the secret with the password; empty without one" },
    clusterName: { doc: "Name of the cluster", aliases: ["name"] },
    arn: { doc: "ARN of the cluster" },
  },
  holdsData: true,
  proof: { level: "snapshot", note: "the emulator's MemoryDB doesn't know the subnets of its EC2" },
  example: `cluster:
  nodeType: db.t4g.small
  shards: 1
  replicasPerShard: 1
backup:
  retentionDays: 7`,
  check(spec, report) {
    checkSecret(spec.security, report);
    checkWindows(
      { window: spec.backup.preferredWindow, path: ["backup", "preferredWindow"] },
      { window: spec.maintenance.preferredWindow, path: ["maintenance", "preferredWindow"] },
      undefined,
      report,
    );
    if (spec.security.userName !== undefined && !spec.security.authSecret) {
      report({
        code: "missing-field",
        path: ["security", "userName"],
        at: "key",
        summary: `"userName" needs "authSecret"`,
        why: "a user has a password",
        fix: `add authSecret: {ref: path/of/secret}, or remove "userName"`,
      });
    }
  },
  render(c) {
    const { engine, cluster, security, backup, maintenance } = c.spec;
    const network = storeNetwork(c, {
      port: cluster.port,
      description: "Database in memory (managed by panka)",
    });
    const version = engine.version ?? (engine.type === "valkey" ? "7.3" : "7.1");
    // memorydb_redis7, memorydb_valkey7, memorydb_redis6: "Engine versions".
    const family = `memorydb_${engine.type}${version.split(".")[0]}`;
    const final = lastSnapshot(c, backup.finalSnapshot, 255);
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
      numShards: cluster.shards,
      numReplicasPerShard: cluster.replicasPerShard,
      port: cluster.port,
      aclName: acl,
      parameterGroupName: Object.keys(engine.parameters).length === 0
        ? `default.${family.replace("_", "-")}`
        : parameterGroup(c, "memorydb", family, engine.parameters).attr("name"),
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
      autoMinorVersionUpgrade: maintenance.autoMinorVersionUpgrade,
      tags: c.tags,
    }, { physicalName: name, protect, deleteBeforeReplace: true });
    const endpoint = created.attr("clusterEndpoints[0].address");
    return {
      outputs: {
        endpoint,
        port: cluster.port,
        url: {
          $join: [
            security.transitEncryption ? "rediss://" : "redis://",
            endpoint,
            `:${cluster.port}`,
          ],
        },
        userName,
        secretArn: security.authSecret ? secretArn(c, secretName(security.authSecret.ref)) : "",
        clusterName: name,
        arn: created.attr("arn"),
      },
      listener: network.listener,
    };
  },
  access(outputs, _access, { security }) {
    if (!security.authSecret) return [];
    return [passwordStatement({ passwordSecret: security.authSecret }, outputs.secretArn)];
  },
});

/** Who may do what: everybody who can connect, or one user with a password. */
function users(c: RenderContext<MemoryDBSpec>): { acl: string | Expression; userName: Value } {
  const secret = password({ passwordSecret: c.spec.security.authSecret });
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
