import type { FindUsed } from "../kind.ts";
import type { Report } from "../report.ts";
import type { Behavior } from "./behavior_fields.ts";
import type { Origin } from "./fields.ts";

/** The name that behaviors call an origin by. */
export function originName({ name, component, domainName }: Origin, index: number): string {
  return name ?? component?.split("/").at(-1) ??
    (typeof domainName === "string" ? domainName : `origin-${index + 1}`);
}

/** Rules between the distribution and the components that answer. */
export function checkOrigins(
  origins: readonly Origin[],
  behaviors: readonly Behavior[],
  used: FindUsed,
  report: Report,
): void {
  origins.forEach((origin, i) => {
    const { component } = origin;
    const answers = component === undefined ? undefined : used(component);
    if (!answers) return;
    const path = ["origins", i, "component"];
    if (answers.kind.name === "S3" && answers.spec.cloudFront !== true) {
      report({
        code: "origin-refused",
        path,
        summary: `"${component}" does not let CloudFront read`,
        why: "a bucket is private, and its policy says who may read",
        fix: `add cloudFront: true to "${component}"`,
      });
    }
    if (answers.kind.name === "ALB" && answers.spec.internal === true) {
      report({
        code: "unreachable",
        path,
        summary: `CloudFront can't reach "${component}"`,
        why: "it is internal, and CloudFront comes from the internet",
        fix: `set internal: false in "${component}"`,
      });
    }
    if (answers.kind.name !== "APIGateway") return;
    const name = originName(origin, i);
    behaviors.forEach(({ cache, origin: wanted }, j) => {
      if (cache !== "origin" || (wanted ?? originName(origins[0]!, 0)) !== name) return;
      report({
        code: "host-header",
        path: ["behaviors", j, "cache"],
        summary: "An APIGateway can't be cached as the origin says",
        why: "that passes the client's host on, and API Gateway answers to its own only",
        fix: "set cache: off, or cachePolicyId to a policy of your own",
      });
    });
  });
}
