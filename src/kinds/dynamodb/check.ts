import type { Path } from "../../schema/problem.ts";
import type { Report } from "../report.ts";
import { checkIndexes, checkKeys } from "./check_keys.ts";
import type { DynamoDBSpec } from "./fields.ts";

/** Rules between the fields of a table. */
export function checkTable(spec: DynamoDBSpec, report: Report): void {
  checkKeys(spec, report);
  checkIndexes(spec, report);
  checkBilling(spec, report);
  if (spec.ttl?.enabled && spec.ttl.attributeName === undefined) {
    report({
      code: "missing-field",
      path: ["ttl"],
      at: "key",
      summary: `"ttl" needs "attributeName"`,
      why: "AWS reads the time from it",
      fix: "add attributeName: expiresAt",
    });
  }
  const { stream, replicaRegions } = spec;
  if (
    replicaRegions.length && stream &&
    (!stream.enabled || stream.viewType !== "NEW_AND_OLD_IMAGES")
  ) {
    report({
      code: "wrong-value",
      path: ["stream", stream.enabled ? "viewType" : "enabled"],
      summary: `"replicaRegions" need a stream of NEW_AND_OLD_IMAGES`,
      why: "copies are kept up with it",
      fix: `remove "stream", or set viewType: NEW_AND_OLD_IMAGES`,
      replacement: stream.enabled ? "NEW_AND_OLD_IMAGES" : "true",
    });
  }
}

function checkBilling(spec: DynamoDBSpec, report: Report): void {
  const provisioned = spec.billingMode === "PROVISIONED";
  const misplaced = provisioned
    ? ["maxRequests"] as const
    : ["readCapacity", "writeCapacity", "autoscaling"] as const;
  const wanted = provisioned ? "PAY_PER_REQUEST" : "PROVISIONED";
  const tell = (field: string, path: Path) =>
    report({
      code: "wrong-value",
      path,
      at: "key",
      summary: `"${field}" needs billingMode: ${wanted}`,
      why: `billingMode is ${spec.billingMode}`,
      fix: `remove "${field}", or set billingMode: ${wanted}`,
    });
  for (const field of misplaced) {
    if (field === "autoscaling" && !spec.autoscaling?.enabled) continue;
    if (spec[field] !== undefined) tell(field, [field]);
  }
  if (!provisioned) {
    spec.globalSecondaryIndexes.forEach((index, i) => {
      for (const field of ["readCapacity", "writeCapacity"] as const) {
        if (index[field] !== undefined) tell(field, ["globalSecondaryIndexes", i, field]);
      }
    });
  }
  for (const direction of ["read", "write"] as const) {
    const range = spec.autoscaling?.[direction];
    if (!range || range.min <= range.max) continue;
    report({
      code: "wrong-value",
      path: ["autoscaling", direction, "min"],
      summary: `"min" must be at most max (${range.max}), not ${range.min}`,
      fix: `set min: ${range.max} or less`,
      replacement: String(range.max),
    });
  }
}
