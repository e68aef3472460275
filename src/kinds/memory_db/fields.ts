import { boolean, choice, type InferFields, integer, object, text } from "../../schema/field.ts";
import type { CommonSpec } from "../common_fields.ts";
import { backupField, maintenanceField, parametersField, portField } from "../shapes/cache.ts";
import { secretField } from "../shapes/database_login.ts";
import { inboundField } from "../shapes/inbound.ts";
import { kmsKeyField } from "../shapes/kms_key.ts";

export const memoryDbFields = {
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
  maintenance: maintenanceField("AWS sets it only when it makes the cluster"),
  network: inboundField,
};

export type MemoryDBSpec = InferFields<typeof memoryDbFields> & CommonSpec;
