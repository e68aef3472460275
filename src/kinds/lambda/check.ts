import type { Report } from "../report.ts";
import { checkProgram, RESERVED } from "./check_program.ts";
import type { LambdaSpec } from "./fields.ts";
import { checkTriggers } from "./trigger_rules.ts";

/** Rules between the fields of a function. */
export function checkLambda(spec: LambdaSpec, report: Report): void {
  checkProgram(spec, report);
  for (const name of Object.keys(spec.environment)) {
    if (!RESERVED.has(name)) continue;
    report({
      code: "reserved-name",
      path: ["environment", name],
      at: "key",
      summary: `"${name}" can't be set`,
      why: "AWS Lambda sets it itself",
      fix: `rename it, such as "APP_${name.replace(/^_/, "")}"`,
    });
  }
  checkTriggers(spec.triggers, report);
}
