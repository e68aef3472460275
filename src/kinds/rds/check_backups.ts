import type { Report } from "../report.ts";
import { isAurora } from "./family.ts";
import type { RdsSpec } from "./fields.ts";

/** Reports backups that are off where something needs them. */
export function checkBackups({ engine, backup, readReplicas }: RdsSpec, report: Report): void {
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
export function checkReplicas({ engine, database, readReplicas }: RdsSpec, report: Report): void {
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
