import type { FindUsed } from "../kind.ts";
import type { Report } from "../report.ts";
import type { Behavior, Origin } from "./fields.ts";

/** The name that behaviors call an origin by. */
export function originName({ name, component, domainName }: Origin, index: number): string {
  return name ?? component?.split("/").at(-1) ??
    (typeof domainName === "string" ? domainName : `origin-${index + 1}`);
}

/** Rules between origins and behaviors. */
export function checkRouting(
  origins: readonly Origin[],
  behaviors: readonly Behavior[],
  report: Report,
): void {
  const names = origins.map(originName);
  names.forEach((name, i) => {
    if (names.indexOf(name) === i) return;
    report({
      code: "duplicate-item",
      path: ["origins", i],
      summary: `Two origins are called "${name}"`,
      why: "behaviors could not tell them apart",
      fix: "give one of them another name",
    });
  });
  let rest: number | undefined;
  behaviors.forEach(({ path, origin, keyGroups }, i) => {
    if (origin !== undefined && !names.includes(origin)) {
      report({
        code: "unknown-origin",
        path: ["behaviors", i, "origin"],
        summary: `there is no origin "${origin}"`,
        why: `origins: ${names.join(", ")}`,
        fix: `set origin: ${names[0]}`,
      });
    }
    if (keyGroups.length > 4) {
      report({
        code: "wrong-length",
        path: ["behaviors", i, "keyGroups"],
        summary: `A behavior takes 4 key groups, not ${keyGroups.length}`,
        why: "that is CloudFront's quota",
        fix: "put keys together in fewer groups",
      });
    }
    if (path !== undefined && path !== "/*") return;
    if (rest !== undefined) {
      report({
        code: "second-default",
        path: ["behaviors", i],
        summary: "Only one behavior can take the requests that are left",
        why: `behavior ${rest + 1} has no path either`,
        fix: "add a path to one of them",
      });
    }
    rest ??= i;
  });
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
