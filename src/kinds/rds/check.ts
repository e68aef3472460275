import { type Report, under } from "../report.ts";
import { checkLogin } from "../shapes/database_login.ts";
import { checkWindows } from "../shapes/window_check.ts";
import { checkBackups, checkReplicas } from "./check_backups.ts";
import { checkCapacity } from "./check_capacity.ts";
import { checkParameters, checkVersion } from "./check_engine.ts";
import { isPostgres } from "./family.ts";
import type { RdsSpec } from "./fields.ts";
import { availableLogs, hasInsights } from "./monitoring.ts";
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
