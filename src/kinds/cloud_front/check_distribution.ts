import type { Report } from "../report.ts";
import { checkRouting } from "./check_routing.ts";
import type { CloudFrontSpec } from "./distribution_fields.ts";

/** Rules between the fields of a distribution. */
export function checkDistribution(spec: CloudFrontSpec, report: Report): void {
  checkRouting(spec.origins, spec.behaviors, report);
  if (spec.aliases.length && spec.certificateArn === undefined) {
    report({
      code: "missing-field",
      path: ["aliases"],
      at: "key",
      summary: '"aliases" needs "certificateArn"',
      why: "CloudFront takes only names that a certificate proves",
      fix: "add certificateArn: the ARN of an ACM certificate in us-east-1",
    });
  }
  if (!spec.aliases.length) {
    for (const field of ["certificateArn", "hostedZoneId"] as const) {
      if (spec[field] === undefined) continue;
      report({
        code: "missing-field",
        path: [field],
        at: "key",
        summary: `"${field}" needs "aliases"`,
        why: "without a name of yours, CloudFront uses its own name and certificate",
        fix: `add aliases: [www.example.com], or remove "${field}"`,
      });
    }
  }
  if (spec.singlePage && spec.defaultRootObject === undefined) {
    report({
      code: "missing-field",
      path: ["singlePage"],
      at: "key",
      summary: '"singlePage" needs "defaultRootObject"',
      why: "it is what is shown",
      fix: "add defaultRootObject: index.html",
    });
  }
  spec.errorPages.forEach(({ path, respondWith }, i) => {
    if ((path === undefined) === (respondWith === undefined)) return;
    report({
      code: "missing-field",
      path: ["errorPages", i],
      summary: '"path" and "respondWith" go together',
      why: "CloudFront wants both, or neither to only keep the error for some time",
      fix: path === undefined ? "add path: /error.html" : "add respondWith: 200",
    });
  });
}
