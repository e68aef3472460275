import { boolean, type InferFields, integer, object, text } from "../../schema/field.ts";
import type { CommonSpec } from "../common_fields.ts";
import { maintenanceField, parametersField, portField } from "../shapes/cache.ts";
import { inboundField } from "../shapes/inbound.ts";
import { NODE_TYPE } from "./redis_fields.ts";

export const memcachedFields = {
  engine: object({
    version: text({
      doc: "Version",
      pattern: /^1\.\d+\.\d+$/,
      hint: "a version such as 1.6.22",
      default: "1.6.22",
    }),
    parameters: parametersField,
  }, { doc: "Engine", default: {} }),
  cluster: object({
    nodeType: text({
      doc: "Node type",
      required: true,
      replaces: "AWS can't change the node type of a Memcached cluster",
      ...NODE_TYPE,
    }),
    numNodes: integer({
      doc: "Number of nodes; each holds a part of the keys",
      min: 1,
      max: 60,
      default: 1,
      aliases: ["numCacheNodes", "nodes"],
    }),
    port: portField(11_211),
  }, { doc: "Nodes", required: true }),
  security: object({
    transitEncryption: boolean({
      doc: "Connections over TLS only",
      default: true,
      replaces: "AWS sets it only when it makes the cluster",
    }),
  }, { doc: "Security", default: {} }),
  maintenance: maintenanceField(),
  network: inboundField,
};

export type MemcachedSpec = InferFields<typeof memcachedFields> & CommonSpec;
