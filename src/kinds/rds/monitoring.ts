import type { Handle, RenderContext } from "../render.ts";
import { logGroup } from "../shapes/log_group.ts";
import { role, type RoleHandle } from "../shapes/role.ts";
import { type Engine, isAurora, isPostgres } from "./family.ts";
import type { RdsSpec } from "./fields.ts";

/** Logs that an engine can send to CloudWatch, the error log first. */
export function availableLogs(engine: Engine): string[] {
  if (engine === "aurora-postgresql") return ["postgresql"];
  if (engine === "postgres") return ["postgresql", "upgrade"];
  return ["error", "general", "slowquery", "audit"];
}

/** RDS User Guide, "Amazon RDS DB engine, Region, and instance class support for Performance Insights". */
export function hasInsights(engine: Engine, instanceClass: string): boolean {
  if (isPostgres(engine)) return true;
  if (isAurora(engine)) return !/^db\.t/.test(instanceClass);
  return !/^db\.t\d\w*\.(micro|small)$/.test(instanceClass);
}

/** The role that RDS writes operating system metrics with; undefined when they are off. */
export function monitoringRole(c: RenderContext<RdsSpec>): RoleHandle | undefined {
  if (!c.spec.monitoring.enhancedMonitoring) return undefined;
  return role(c, {
    service: "monitoring.rds.amazonaws.com",
    managedPolicies: ["service-role/AmazonRDSEnhancedMonitoringRole"],
    part: "monitoring",
  });
}

/** Made before RDS makes them, so that they don't keep what is written for ever. */
export function logGroups(c: RenderContext<RdsSpec>, identifier: string): {
  logs: string[];
  groups: Handle[];
  /** Name of the first. */
  name: string;
} {
  const engine = c.spec.engine.type;
  const logs = c.spec.monitoring.logs ?? availableLogs(engine).slice(0, 1);
  const prefix = `/aws/rds/${isAurora(engine) ? "cluster" : "instance"}/${identifier}`;
  const groups = logs.map((log) => logGroup(c, `${prefix}/${log}`, log));
  return { logs, groups, name: logs[0] === undefined ? "" : `${prefix}/${logs[0]}` };
}
