import type { ClusterArgs } from "@pulumi/aws/elasticache/cluster.d.ts";
import type { RenderContext } from "../render.ts";
import { kept } from "../shapes/keep.ts";
import { parameterGroup, sorted } from "../shapes/parameter_group.ts";
import { storeNetwork, subnetGroup } from "../shapes/private_store.ts";
import { storeName } from "../shapes/store_name.ts";
import type { MemcachedSpec } from "./memcached_fields.ts";

/** The cluster and all that it stands on. */
export function renderMemcached(c: RenderContext<MemcachedSpec>) {
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
      : parameterGroup(c, "elasticache", family, sorted(engine.parameters)).attr("name"),
    subnetGroupName: subnetGroup(c, "elasticache", network).attr("name"),
    securityGroupIds: network.securityGroups,
    transitEncryptionEnabled: security.transitEncryption,
    maintenanceWindow: maintenance.preferredWindow,
    autoMinorVersionUpgrade: String(maintenance.autoMinorVersionUpgrade ?? true),
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
}
