import type { Report } from "../report.ts";
import type { Rule } from "./lifecycle_fields.ts";

/** Rules between the fields of a lifecycle rule. */
export function checkLifecycle(rule: Rule, versioned: boolean, report: Report): void {
  const noncurrent = rule.noncurrentVersionExpiration !== undefined ||
    rule.noncurrentVersionTransitions.length > 0;
  if (
    !rule.expiration && !rule.transitions.length && !noncurrent &&
    !rule.abortIncompleteMultipartUpload
  ) {
    report({
      code: "missing-field",
      path: [],
      at: "key",
      summary: `rule "${rule.id}" does nothing`,
      fix: "add expiration: {days: 365}, or transitions",
    });
  }
  if (noncurrent && !versioned) {
    report({
      severity: "warning",
      code: "no-effect",
      path: [],
      at: "key",
      summary: `rule "${rule.id}" is about replaced versions, and none are kept`,
      fix: "set versioning: {enabled: true}",
    });
  }
  rule.transitions.forEach(({ days, storageClass }, j) => {
    if (days === undefined || days >= 30 || !/_IA$/.test(storageClass)) return;
    report({
      code: "wrong-value",
      path: ["transitions", j, "days"],
      summary: `"days" must be at least 30 for ${storageClass}, not ${days}`,
      why: "S3 moves nothing younger there",
      fix: "set days: 30",
      replacement: "30",
    });
  });
  const last = Math.max(...rule.transitions.map(({ days }) => days ?? -1), -1);
  const end = rule.expiration?.days;
  if (end !== undefined && end <= last) {
    report({
      code: "wrong-value",
      path: ["expiration", "days"],
      summary: `"days" must be over ${last}, not ${end}`,
      why: "objects can't be moved after they are deleted",
      fix: `set days: ${last + 1} or more, or remove the later transitions`,
      replacement: String(last + 1),
    });
  }
}
