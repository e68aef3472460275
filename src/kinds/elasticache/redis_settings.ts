import type { RenderContext } from "../render.ts";
import { logGroup } from "../shapes/log_group.ts";
import { parameterGroup, sorted } from "../shapes/parameter_group.ts";
import { familyOf } from "./redis_engine.ts";
import type { RedisSpec } from "./redis_fields.ts";

/** AWS's own group where the spec sets nothing. */
export function parameters(c: RenderContext<RedisSpec>) {
  const { engine, cluster } = c.spec;
  const family = familyOf(c.spec);
  const sharded = cluster.mode === "cluster";
  if (Object.keys(engine.parameters).length === 0) {
    return `default.${family}${sharded ? ".cluster.on" : ""}`;
  }
  const all = { ...engine.parameters, ...(sharded && { "cluster-enabled": "yes" }) };
  return parameterGroup(c, "elasticache", family, sorted(all)).attr("name");
}

/** Where slow commands and the engine's log are written. */
export function logging(c: RenderContext<RedisSpec>, id: string) {
  const { slowLog, engineLog } = c.spec.monitoring;
  const wanted = [...(slowLog ? ["slow-log"] : []), ...(engineLog ? ["engine-log"] : [])];
  const groups = wanted.map((log) => logGroup(c, `/aws/elasticache/${id}/${log}`, log));
  const logs = wanted.map((logType, i) => ({
    destination: groups[i]!.attr("name"),
    destinationType: "cloudwatch-logs",
    logFormat: "json",
    logType,
  }));
  return { logs, groups };
}
