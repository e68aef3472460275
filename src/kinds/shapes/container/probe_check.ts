import type { Report } from "../../report.ts";
import { probesOf } from "./probe.ts";
import { type HealthCheck, isShort } from "./probe_fields.ts";

/** Rules between the fields of both probes and the short form. */
export function checkProbes(check: HealthCheck | undefined, report: Report): void {
  if (check === undefined) return;
  if (check.readiness && isShort(check)) {
    report({
      code: "exclusive-fields",
      path: ["healthCheck", "readiness"],
      summary: `"readiness" and the short form can't be given together`,
      why: "path, port and protocol beside it mean readiness too",
      fix: `move them into "readiness", or remove "readiness"`,
    });
  }
  const { readiness, liveness } = probesOf(check);
  for (const [name, probe] of Object.entries({ readiness, liveness })) {
    if (!probe || probe.timeoutSeconds < probe.periodSeconds) continue;
    const short = name === "readiness" && check.readiness === undefined;
    report({
      code: "wrong-range",
      path: ["healthCheck", ...(short ? [] : [name])],
      summary: `"timeoutSeconds" of ${name} must be less than "periodSeconds"`,
      why: `${probe.timeoutSeconds} is not less than ${probe.periodSeconds}`,
      fix: `set periodSeconds: ${probe.timeoutSeconds + 1}, or a shorter timeoutSeconds`,
    });
  }
}
