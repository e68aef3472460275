import type { Report } from "../report.ts";
import { checkLogin } from "../shapes/database_login.ts";
import { checkWindows } from "../shapes/window.ts";
import type { DocumentDBSpec } from "./fields.ts";

/** Rules between the fields of a cluster. */
export function checkDocumentDb(spec: DocumentDBSpec, report: Report): void {
  checkLogin(spec.database, report);
  checkWindows(spec, report);
  if (/^(admin|root|serviceadmin|rdsadmin)$/i.test(spec.database.username)) {
    report({
      code: "wrong-value",
      path: ["database", "username"],
      summary: `"${spec.database.username}" can't be the master user`,
      why: "DocumentDB keeps that name for itself",
      fix: "set username: dbadmin",
      replacement: "dbadmin",
    });
  }
  if (spec.instance.storageType === "iopt1" && spec.engine.version === "4.0.0") {
    report({
      code: "wrong-value",
      path: ["instance", "storageType"],
      summary: '"storageType: iopt1" needs version 5.0.0 or later',
      why: "engine.version is 4.0.0",
      fix: "set storageType: standard",
      replacement: "standard",
    });
  }
  if (spec.engine.parameters.tls !== undefined) {
    report({
      code: "exclusive-fields",
      path: ["engine", "parameters", "tls"],
      at: "key",
      summary: `"tls" is set by "encryption.inTransit"`,
      fix: `remove "tls", and set encryption: {inTransit: false} to do without TLS`,
    });
  }
}
