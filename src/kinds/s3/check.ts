import { isMapping } from "../../schema/check.ts";
import { type Report, under } from "../report.ts";
import { checkPublic } from "./check_public.ts";
import type { S3Spec } from "./fields.ts";
import { checkLifecycle } from "./lifecycle_check.ts";

/** Rules between the fields of a bucket. */
export function checkBucket(spec: S3Spec, report: Report): void {
  const versioned = spec.versioning?.enabled ?? false;
  spec.lifecycle.forEach((rule, i) =>
    checkLifecycle(rule, versioned, under(report, "lifecycle", i))
  );
  checkPublic(spec, report);
  for (const field of ["replication", "objectLock"] as const) {
    if (spec[field] === undefined || versioned) continue;
    report({
      code: "missing-field",
      path: [field],
      at: "key",
      summary: `"${field}" needs versioning`,
      why: "S3 does it version by version",
      fix: "add versioning: {enabled: true}",
    });
  }
  const { encryption } = spec;
  if (encryption.algorithm === "AES256" && encryption.kmsKeyId !== undefined) {
    report({
      code: "exclusive-fields",
      path: ["encryption", "kmsKeyId"],
      at: "key",
      summary: `"kmsKeyId" needs algorithm: aws:kms`,
      why: "AES256 is with keys of S3's own",
      fix: `remove "algorithm", or "kmsKeyId"`,
    });
  }
  if (spec.acceptLogs && (encryption.kmsKeyId ?? encryption.algorithm ?? "AES256") !== "AES256") {
    report({
      code: "exclusive-fields",
      path: ["acceptLogs"],
      summary: `"acceptLogs" needs S3's own keys`,
      why: "application load balancers and buckets can't write their logs with a KMS key",
      fix: `remove "kmsKeyId" and "algorithm" from encryption`,
    });
  }
  if (!encryption.enabled) {
    report({
      severity: "note",
      code: "ignored-field",
      path: ["encryption", "enabled"],
      summary: `"enabled: false" has no effect`,
      why: "S3 encrypts every object since 2023",
    });
  }
  spec.policy.forEach((statement, i) => {
    if (
      isMapping(statement) && "Effect" in statement && "Principal" in statement &&
      ("Action" in statement || "NotAction" in statement)
    ) return;
    report({
      code: "wrong-value",
      path: ["policy", i],
      summary: `"policy[${i}]" is no statement of a bucket policy`,
      why: "it needs Effect, Principal and Action",
      fix:
        "write {Effect: Allow, Principal: {AWS: arn:aws:iam::123456789012:root}, Action: s3:GetObject}",
    });
  });
}
