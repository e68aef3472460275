import { refuse, type Report } from "../report.ts";
import type { S3Spec } from "./fields.ts";
import { aclOf, isPublicWebsite } from "./guards.ts";

/** Rules between access list, website and public access. */
export function checkPublic(spec: S3Spec, report: Report): void {
  const { bucket, publicAccessBlock: guards } = spec;
  if (spec.acl !== undefined && bucket.acl !== "private" && spec.acl !== bucket.acl) {
    const what = 'and "bucket.acl" are the same field';
    refuse(report, ["acl"], { code: "exclusive-fields", what });
  }
  const acl = aclOf(spec);
  if (/^(public|authenticated)/.test(acl) && (guards.blockPublicAcls || guards.ignorePublicAcls)) {
    report({
      code: "wrong-value",
      path: spec.acl === undefined ? ["bucket", "acl"] : ["acl"],
      summary: `"acl: ${acl}" is refused by "publicAccessBlock"`,
      why: "it lets the public in",
      fix:
        "set acl: private, or publicAccessBlock: {blockPublicAcls: false, ignorePublicAcls: false}",
      replacement: "private",
    });
  }
  if (spec.website?.indexDocument !== undefined && !isPublicWebsite(spec)) {
    report({
      severity: "warning",
      code: "not-public",
      path: ["website"],
      at: "key",
      summary: "the website will answer 403 to everybody",
      why: `a website endpoint serves public objects, and "publicAccessBlock" keeps the public out`,
      fix:
        "put a CloudFront component before it, or set publicAccessBlock: {blockPublicPolicy: false, restrictPublicBuckets: false}",
    });
  }
}
