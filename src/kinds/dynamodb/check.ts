import type { FindUsed, StackSays } from "../kind.ts";
import { given, refuse, type Report, under } from "../report.ts";
import { checkIndexes, checkKeys } from "./check_keys.ts";
import type { DynamoDBSpec } from "./fields.ts";

/** Rules between the fields of a table. */
export function checkTable(spec: DynamoDBSpec, report: Report): void {
  checkKeys(spec, report);
  checkIndexes(spec, report);
  checkBilling(spec, report);
  if (spec.ttl && spec.ttl.attributeName === undefined) {
    report({
      code: "missing-field",
      path: ["ttl"],
      at: "key",
      summary: `"ttl" needs "attributeName"`,
      why: "AWS reads the time from it, and turns expiry off by its name",
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

/** Rules of a global table: Amazon DynamoDB, "Global tables: how it works" and "Encryption at rest". */
export function checkCopies(
  { replicaRegions, billingMode, encryption }: DynamoDBSpec,
  _used: FindUsed,
  report: Report,
  stack: StackSays,
): void {
  if (replicaRegions.length === 0) return;
  const at = replicaRegions.indexOf(stack.region);
  if (at >= 0) {
    report({
      code: "wrong-value",
      path: ["replicaRegions", at],
      summary: `the table itself is in ${stack.region}`,
      why: "a copy is in another region",
      fix: `remove ${stack.region}`,
    });
  }
  if (billingMode === "PROVISIONED") {
    report({
      code: "wrong-value",
      path: ["billingMode"],
      summary: '"replicaRegions" need billingMode: PAY_PER_REQUEST',
      why: "AWS copies no table whose writes are bought before anything scales them",
      fix: "set billingMode: PAY_PER_REQUEST",
      replacement: "PAY_PER_REQUEST",
    });
  }
  const key = encryption.kmsKeyId ?? stack.kmsKeyId;
  if (!encryption.enabled || key === undefined) return;
  report({
    code: "wrong-value",
    path: ["replicaRegions"],
    at: "key",
    summary: `copies can't be encrypted with ${key}`,
    why: `a key is in one region: ${stack.region}`,
    fix: encryption.kmsKeyId === undefined
      ? "add encryption: {enabled: false}, for keys that AWS owns"
      : 'remove "encryption.kmsKeyId", for keys of AWS\'s own',
  });
}

function checkBilling(spec: DynamoDBSpec, report: Report): void {
  const provisioned = spec.billingMode === "PROVISIONED";
  const misplaced: (keyof DynamoDBSpec)[] = provisioned
    ? ["maxRequests"]
    : ["readCapacity", "writeCapacity", "autoscaling"];
  const wanted = provisioned ? "PAY_PER_REQUEST" : "PROVISIONED";
  const rule = {
    what: `needs billingMode: ${wanted}`,
    why: `billingMode is ${spec.billingMode}`,
    or: `set billingMode: ${wanted}`,
  };
  const off = !spec.autoscaling?.enabled;
  refuse(report, given(spec, misplaced).filter((field) => field !== "autoscaling" || !off), rule);
  if (!provisioned) {
    spec.globalSecondaryIndexes.forEach((index, i) => {
      const at = under(report, "globalSecondaryIndexes", i);
      refuse(at, given(index, ["readCapacity", "writeCapacity"]), rule);
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
