import { given, refuse, type Report, under } from "../report.ts";
import { runsSource } from "./code.ts";
import type { LambdaSpec } from "./fields.ts";
import { checkTrigger } from "./trigger_rules.ts";

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
  spec.triggers.forEach((item, i) => checkTrigger(item, under(report, "triggers", i)));
}

/** Variables that Lambda sets: AWS Lambda, "Defined runtime environment variables". */
const RESERVED = new Set([
  "_HANDLER",
  "_X_AMZN_TRACE_ID",
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_DEFAULT_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_LAMBDA_RUNTIME_API",
  "AWS_REGION",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "LAMBDA_RUNTIME_DIR",
  "LAMBDA_TASK_ROOT",
]);

/** Rules between the code of a function and what runs it. */
function checkProgram(spec: LambdaSpec, report: Report): void {
  const { code, runtime } = spec;
  const inImage = code.imageUri !== undefined;
  const withImage = `and "code.imageUri" can't be given together`;
  for (const field of ["runtime", "handler"] as const) {
    if (inImage === (spec[field] === undefined)) continue;
    if (inImage) {
      const why = "the image says what runs";
      refuse(report, [field], { code: "exclusive-fields", what: withImage, why });
    } else {
      report({
        code: "missing-field",
        path: [],
        summary: `"${field}" is missing`,
        why: "code that is no container image needs a runtime and a handler",
        fix: `add ${field}: ${field === "runtime" ? "nodejs22.x" : "index.handler"}`,
      });
    }
  }
  if (!inImage) {
    refuse(report, given(spec, ["imageConfig"]), {
      code: "unused-field",
      what: `has no meaning without "code.imageUri"`,
    });
  } else if (spec.layers?.length) {
    const why = "an image holds everything that it needs";
    refuse(report, ["layers"], { code: "exclusive-fields", what: withImage, why });
  }
  if (code.zipFile !== undefined && runtime !== undefined && !runsSource(runtime)) {
    report({
      code: "wrong-value",
      path: ["code", "zipFile"],
      at: "key",
      summary: `${runtime} can't run source from "zipFile"`,
      why: "it is for nodejs and python; other languages are compiled first",
      fix: "use code.path with the compiled program",
    });
  }
}
