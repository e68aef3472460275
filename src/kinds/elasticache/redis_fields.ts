import { boolean, choice, type InferFields, integer, object, text } from "../../schema/field.ts";
import type { CommonSpec } from "../common_fields.ts";
import { backupField, maintenanceField, parametersField, portField } from "../shapes/cache.ts";
import { secretField } from "../shapes/database_login.ts";
import { inboundField } from "../shapes/inbound.ts";
import { kmsKeyField } from "../shapes/kms_key.ts";

export const NODE_TYPE = {
  pattern: /^cache\.[a-z0-9]+\.[a-z0-9]+$/,
  hint: "a node type such as cache.t4g.small",
  example: "cache.t4g.small",
};

/** Bounds: "Quotas for ElastiCache": 6 nodes of a shard, 500 shards. */
export const redisFields = {
  engine: object({
    type: choice(["redis", "valkey"], {
      doc: "redis, or its free successor",
      default: "redis",
      replaces: "AWS can turn redis into valkey as it is, and not back",
    }),
    version: text({
      doc: "Version; default: 7.1 of redis, 8.0 of valkey",
      pattern: /^\d+(\.(\d+|x))*$/,
      hint: "a version such as 7.1",
      example: "7.1",
    }),
    parameters: parametersField,
  }, { doc: "Engine", default: {} }),
  cluster: object({
    nodeType: text({ doc: "Node type", required: true, ...NODE_TYPE }),
    numNodes: integer({
      doc: "Nodes of each shard: one that writes, the others read and take over",
      min: 1,
      max: 6,
      default: 1,
      aliases: ["numCacheNodes", "nodes"],
    }),
    mode: choice(["replication-group", "cluster"], {
      doc: "cluster: keys are spread over shards",
      default: "replication-group",
      spellings: { replication: "replication-group", standalone: "replication-group" },
      replaces: "AWS can't turn a replication group into a cluster in one step",
    }),
    shards: integer({
      doc: "Number of shards, with mode: cluster",
      min: 1,
      max: 500,
      aliases: ["numShards"],
    }),
    multiAZ: boolean({ doc: "Put nodes into several zones; default: with more than one" }),
    port: portField(6379),
  }, { doc: "Nodes", required: true }),
  security: object({
    atRestEncryption: boolean({
      doc: "Encrypt disk and snapshots",
      default: true,
      replaces: "AWS encrypts a cache only when it makes it",
    }),
    kmsKeyId: kmsKeyField("AWS can't change the key of a cache"),
    transitEncryption: boolean({ doc: "Connections over TLS only (rediss://)", default: true }),
    authSecret: secretField("Secret with the password that clients send, 16 to 128 characters"),
  }, { doc: "Security", default: {} }),
  backup: backupField(0),
  maintenance: maintenanceField(),
  monitoring: object({
    slowLog: boolean({ doc: "Send slow commands to CloudWatch", default: false }),
    engineLog: boolean({ doc: "Send the engine's log to CloudWatch", default: false }),
  }, { doc: "Monitoring", default: {} }),
  network: inboundField,
};

export type RedisSpec = InferFields<typeof redisFields> & CommonSpec;
