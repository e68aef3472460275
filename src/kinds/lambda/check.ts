import type { Report } from "../report.ts";
import { checkProgram, RESERVED } from "./check_program.ts";
import type { LambdaSpec } from "./fields.ts";
import { checkTriggers } from "./trigger_rules.ts";

/** Bytes of all names and values: AWS Lambda, "Lambda quotas". */
const MOST_ENVIRONMENT = 4096;

/** What is known of a value before it is deployed. */
const textOf = (value: LambdaSpec["environment"][string]): string =>
  typeof value === "string"
    ? value
    : "$join" in value
    ? value.$join.filter((part) => typeof part === "string").join("")
    : "";

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
  const bytes = Object.entries(spec.environment).reduce(
    (sum, [name, value]) => sum + new TextEncoder().encode(name + textOf(value)).length,
    0,
  );
  if (bytes > MOST_ENVIRONMENT) {
    report({
      code: "large-environment",
      path: ["environment"],
      at: "key",
      summary: `the environment has ${bytes} bytes, and AWS Lambda takes ${MOST_ENVIRONMENT}`,
      fix: "keep the largest values in a file of the code, or in a secret that the function reads",
    });
  }
  checkTriggers(spec.triggers, report);
}
