import type { FindUsed } from "../kind.ts";
import type { Report } from "../report.ts";
import type { CloudFrontSpec, Origin } from "./fields.ts";

/** Rules between the fields of a distribution. */
export function checkDistribution(spec: CloudFrontSpec, report: Report): void {
  checkRouting(spec, report);
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

/** Rules between origins and behaviors. */
function checkRouting({ origins, behaviors }: CloudFrontSpec, report: Report): void {
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

/** The name that behaviors call an origin by. */
export function originName({ name, component, domainName }: Origin, index: number): string {
  return name ?? component?.split("/").at(-1) ??
    (typeof domainName === "string" ? domainName : `origin-${index + 1}`);
}

/** Rules between the distribution and the components that answer. */
export function checkOrigins(
  { origins, behaviors }: CloudFrontSpec,
  used: FindUsed,
  report: Report,
): void {
  origins.forEach((origin, i) => {
    const { component } = origin;
    const answers = used(component);
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
