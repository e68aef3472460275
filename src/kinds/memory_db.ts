import { defineKind } from "./kind.ts";
import { renderMemoryDb } from "./memory_db/cluster.ts";
import { memoryDbFields } from "./memory_db/fields.ts";
import { checkSecret } from "./shapes/cache.ts";
import { passwordStatements } from "./shapes/database_login.ts";
import { checkWindows } from "./shapes/window.ts";

/** Limits: AWS, "Quotas for MemoryDB" and CreateCluster. */
export const memoryDb = defineKind({
  name: "MemoryDB",
  aliases: ["AWSMemoryDB"],
  group: "Caches",
  summary: "Durable database in memory with the protocol of Redis (Amazon MemoryDB)",
  fields: memoryDbFields,
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
  proof: {
    level: "create",
    note: "the emulator changes it but tells no engine, and its deletion never ends there",
  },
  example: `cluster:
  nodeType: db.t4g.small
  shards: 1
  replicasPerShard: 1
backup:
  retentionDays: 7`,
  check(spec, report) {
    checkSecret(spec.security, report);
    checkWindows(spec, report);
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
  render: renderMemoryDb,
  access: (outputs, _access, { security }) =>
    passwordStatements(security.authSecret, outputs.secretArn),
});
