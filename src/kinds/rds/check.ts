import { type Report, under } from "../report.ts";
import { checkLogin } from "../shapes/database_login.ts";
import { checkWindows } from "../shapes/window.ts";
import { checkCapacity } from "./check_capacity.ts";
import { isAurora, isPostgres, parameterFamily } from "./family.ts";
import type { RdsSpec } from "./fields.ts";
import { availableLogs, hasInsights } from "./monitoring.ts";
import { convertParameter } from "./parameters.ts";
import { checkStorage } from "./storage_check.ts";

/** Rules between the fields of an RDS component. */
export function checkRds(spec: RdsSpec, report: Report): void {
  const { engine, database } = spec;
  checkStorage(engine.type, spec.instance.storage, under(report, "instance", "storage"));
  checkLogin(database, report);
  checkWindows(spec, report);
  checkVersion(spec, report);
  checkParameters(spec, report);
  checkUser(spec, report);
  checkCapacity(spec, report);
  checkBackups(spec, report);
  checkReplicas(spec, report);
  checkMonitoring(spec, report);
}

/** Names that the engines keep for themselves: RDS API, MasterUsername. */
function checkUser({ engine, database }: RdsSpec, report: Report): void {
  const { username } = database;
  const reserved = isPostgres(engine.type)
    ? /^(admin|user|group|rdsadmin|rdsrepladmin|pg_.*)$/i
    : /^(rdsadmin|root|mysql\.\w+)$/i;
  const longest = isPostgres(engine.type) ? 63 : 32;
  if (!reserved.test(username) && username.length <= longest) return;
  report({
    code: "wrong-value",
    path: ["database", "username"],
    summary: `"${username}" can't be the master user of ${engine.type}`,
    why: username.length > longest
      ? `names have at most ${longest} characters there`
      : "the engine keeps that name for itself",
    fix: "set username: dbadmin",
    replacement: "dbadmin",
  });
}

function checkMonitoring({ engine, instance, monitoring }: RdsSpec, report: Report): void {
  if (monitoring.performanceInsights && !hasInsights(engine.type, instance.class)) {
    report({
      code: "wrong-value",
      path: ["monitoring", "performanceInsights"],
      summary: `Performance Insights doesn't run on ${instance.class} with ${engine.type}`,
      fix: `remove "performanceInsights", or take a larger class`,
      replacement: "false",
    });
  }
  monitoring.logs?.forEach((log, i) => {
    const logs = availableLogs(engine.type);
    if (logs.includes(log)) return;
    report({
      code: "wrong-value",
      path: ["monitoring", "logs", i],
      summary: `${engine.type} has no log "${log}"`,
      why: `it has ${logs.join(", ")}`,
      fix: `write ${logs[0]}`,
      replacement: logs[0],
    });
  });
}

/** Reports a version that panka has no parameter family for. */
function checkVersion({ engine }: RdsSpec, report: Report): void {
  const found = parameterFamily(engine.type, engine.version);
  if ("family" in found) return;
  report({
    code: "wrong-value",
    path: ["engine", "version"],
    summary: `"version" of ${engine.type} must be ${found.wanted}, not "${engine.version}"`,
    why: "the parameter group's family follows from it",
    fix: `write ${found.wanted}`,
  });
}

/** Reports parameters whose values can't be converted. */
function checkParameters({ engine }: RdsSpec, report: Report): void {
  for (const [name, value] of Object.entries(engine.parameters)) {
    const path = ["engine", "parameters", name];
    const converted = convertParameter(engine.type, name, value);
    if ("problem" in converted) {
      report({
        code: "wrong-unit",
        path,
        summary: `"${name}: ${value}" can't be converted`,
        why: converted.problem,
        fix: converted.fix,
      });
    } else if (converted.note) {
      report({ severity: "note", code: "converted", path, summary: converted.note });
    }
  }
}

/** Reports backups that are off where something needs them. */
function checkBackups({ engine, backup, readReplicas }: RdsSpec, report: Report): void {
  if (backup.enabled) return;
  if (isAurora(engine.type)) {
    report({
      code: "wrong-value",
      path: ["backup", "enabled"],
      summary: "Aurora's backups can't be turned off",
      fix: `remove "enabled", and set retentionDays: 1 to keep least`,
      replacement: "true",
    });
  } else if (readReplicas?.count) {
    report({
      code: "wrong-value",
      path: ["backup", "enabled"],
      summary: `"readReplicas" need backups`,
      why: "a replica is made of a snapshot",
      fix: `remove "enabled: false", or "readReplicas"`,
      replacement: "true",
    });
  }
}

/** RDS User Guide, "Limitations for Secrets Manager integration with Amazon RDS". */
function checkReplicas({ engine, database, readReplicas }: RdsSpec, report: Report): void {
  if (isAurora(engine.type) || !readReplicas?.count || database.passwordSecret) return;
  report({
    code: "wrong-value",
    path: ["readReplicas"],
    at: "key",
    summary: `"readReplicas" of ${engine.type} need a password of your own`,
    why: "AWS makes no replica of a server whose password it manages",
    fix: "add passwordSecret: {ref: path/of/secret} to database, or take an Aurora engine",
  });
}
