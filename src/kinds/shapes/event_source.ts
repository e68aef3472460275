import type { Json } from "../../state/document.ts";
import type { Report } from "../report.ts";

/** Warns of a pattern on the account's bus that names no source: the guard of tenants' roles refuses it. */
export function checkEventSource(pattern: Json, path: (string | number)[], report: Report): void {
  if (typeof pattern !== "object" || pattern === null || "source" in pattern) return;
  report({
    severity: "warning",
    code: "no-source",
    path,
    summary: '"pattern" names no source',
    why: "no tenant may hear all events of an account, so AWS refuses the rule to tenants",
    fix: "add source: [aws.s3], or whatever sends the events",
  });
}

/** Sources that tenants hear on the account's bus, those of services that kinds deploy to: what isn't a plain name, a prefix say, is none of them. */
export const HEARD = [
  ...["application-autoscaling", "autoscaling", "cloudwatch", "ec2", "ecr", "ecs", "eks"],
  ...["elasticache", "elasticloadbalancing", "kafka", "lambda", "memorydb", "rds", "s3"],
  ...["scheduler", "states"],
].map((service) => `aws.${service}`);
