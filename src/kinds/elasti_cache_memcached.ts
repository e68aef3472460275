import type { ClusterArgs } from "@pulumi/aws/elasticache/cluster.d.ts";
import { boolean, integer, object, text } from "../schema/field.ts";
import { NODE_TYPE } from "./elasticache/redis_fields.ts";
import { defineKind } from "./kind.ts";
import { maintenanceField, parameterGroup, parametersField, portField } from "./shapes/cache.ts";
import { inboundField } from "./shapes/inbound.ts";
import { kept } from "./shapes/keep.ts";
import { storeNetwork, subnetGroup } from "./shapes/private_store.ts";
import { storeName } from "./shapes/store_name.ts";
import { checkWindow } from "./shapes/window.ts";

/** TLS: ElastiCache, "In-transit encryption conditions". */
const TLS_SINCE = [1, 6, 12];

/** Limits: AWS, "Quotas for ElastiCache" (60 nodes) and CreateCacheCluster. */
export const elastiCacheMemcached = defineKind({
  name: "ElastiCacheMemcached",
  group: "Caches",
  summary: "Cache with the protocol of Memcached (Amazon ElastiCache)",
  fields: {
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
    maintenance: maintenanceField,
    network: inboundField,
  },
  outputs: {
    endpoint: {
      doc: "Host name for clients that discover the nodes by themselves, without port",
      aliases: ["host", "hostname", "configurationEndpoint"],
    },
    port: { doc: "Port that it listens on" },
    clusterId: { doc: "Identifier of the cluster", aliases: ["name"] },
    arn: { doc: "ARN of the cluster" },
  },
  holdsData: false,
  proof: {
    level: "emulator",
    note: "the emulator keeps neither zones nor autoMinorVersionUpgrade",
  },
  example: `cluster:
  nodeType: cache.t4g.small
  numNodes: 2`,
  check(spec, report) {
    checkWindow(spec.maintenance.preferredWindow, ["maintenance", "preferredWindow"], report);
    const parts = spec.engine.version.split(".").map(Number);
    const at = parts.findIndex((part, i) => part !== TLS_SINCE[i]);
    if (!spec.security.transitEncryption || at < 0 || parts[at]! > TLS_SINCE[at]!) return;
    report({
      code: "wrong-value",
      path: ["engine", "version"],
      summary: `"version" must be at least ${
        TLS_SINCE.join(".")
      } for TLS, not ${spec.engine.version}`,
      fix: "set version: 1.6.22, or security: {transitEncryption: false}",
      replacement: "1.6.22",
    });
  },
  render(c) {
    const { engine, cluster, security, maintenance } = c.spec;
    const network = storeNetwork(c, {
      port: cluster.port,
      description: "Cache (managed by panka)",
    });
    const family = `memcached${engine.version.split(".").slice(0, 2).join(".")}`;
    // 50 characters: CreateCacheCluster.
    const id = storeName(c, { max: 50 });
    const created = c.resource<ClusterArgs>("aws:elasticache/cluster:Cluster", "cache", {
      clusterId: id,
      engine: "memcached",
      engineVersion: engine.version,
      nodeType: cluster.nodeType,
      numCacheNodes: cluster.numNodes,
      azMode: cluster.numNodes > 1 ? "cross-az" : "single-az",
      port: cluster.port,
      parameterGroupName: Object.keys(engine.parameters).length === 0
        ? `default.${family}`
        : parameterGroup(c, "elasticache", family, engine.parameters).attr("name"),
      subnetGroupName: subnetGroup(c, "elasticache", network).attr("name"),
      securityGroupIds: network.securityGroups,
      transitEncryptionEnabled: security.transitEncryption,
      maintenanceWindow: maintenance.preferredWindow,
      autoMinorVersionUpgrade: maintenance.autoMinorVersionUpgrade?.toString(),
      applyImmediately: true,
      tags: c.tags,
    }, { physicalName: id, protect: kept(c), deleteBeforeReplace: true });
    return {
      outputs: {
        endpoint: created.attr("clusterAddress"),
        port: cluster.port,
        clusterId: id,
        arn: created.attr("arn"),
      },
      listener: network.listener,
    };
  },
});
