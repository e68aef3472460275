import { given, refuse, type Report, under } from "../report.ts";
import { checkSecret } from "../shapes/cache.ts";
import { checkWindows } from "../shapes/window.ts";
import type { RedisSpec } from "./redis_fields.ts";
import { versionOf } from "./redis_group.ts";

/** Rules between the fields of a replication group. */
export function checkRedis(spec: RedisSpec, report: Report): void {
  const { engine, cluster } = spec;
  checkSecret(spec.security, report);
  checkWindows(spec, report);
  if (cluster.mode !== "cluster") {
    refuse(under(report, "cluster"), given(cluster, ["shards"]), {
      what: "needs mode: cluster",
      why: `mode is ${cluster.mode}`,
      or: "set mode: cluster",
    });
  }
  if (cluster.multiAZ && cluster.numNodes === 1) {
    report({
      code: "wrong-value",
      path: ["cluster", "multiAZ"],
      summary: `"multiAZ" needs at least 2 nodes`,
      why: "one node is in one zone",
      fix: "set numNodes: 2",
      replacement: "false",
    });
  }
  if (engine.type === "valkey" && Number(versionOf(spec).split(".")[0]) < 7) {
    report({
      code: "wrong-value",
      path: ["engine", "version"],
      summary: `"version" of valkey must be 7.2 or later, not "${engine.version}"`,
      fix: `set version: "8.0"`,
      replacement: `"8.0"`,
    });
  }
  if (engine.parameters["cluster-enabled"] !== undefined) {
    report({
      code: "exclusive-fields",
      path: ["engine", "parameters", "cluster-enabled"],
      at: "key",
      summary: `"cluster-enabled" is set by "cluster.mode"`,
      fix: `remove "cluster-enabled", and set mode: cluster to spread keys over shards`,
    });
  }
}
