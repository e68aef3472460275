import type { FindUsed } from "../kind.ts";
import type { Report } from "../report.ts";
import { checkSource } from "./check_source.ts";
import type { LambdaSpec } from "./fields.ts";

/** Kinds that only what is in the VPC reaches. */
const PRIVATE = new Set([
  "RDS",
  "DocumentDB",
  "ElastiCacheRedis",
  "ElastiCacheMemcached",
  "MemoryDB",
  "MSK",
]);

/** Rules between a function and the components that it names. */
export function checkUses(
  spec: LambdaSpec,
  used: FindUsed,
  report: Report,
): void {
  spec.triggers.forEach((trigger, i) => {
    const id = trigger.source?.component;
    const source = id === undefined ? undefined : used(id);
    if (!source) return;
    checkSource(spec, trigger, source, ["triggers", i, "source", "component"], report);
  });
  for (const [name, value] of Object.entries(spec.environment)) {
    for (const id of componentsIn(value)) {
      const kind = used(id)?.kind.name ?? "";
      if (spec.vpc?.enabled || !PRIVATE.has(kind)) continue;
      report({
        severity: "warning",
        code: "unreachable",
        path: ["environment", name],
        summary: `the function can't reach "${id}"`,
        why: `${kind} is in the VPC, and the function is not`,
        fix: "add vpc: {enabled: true}",
      });
    }
  }
}

function componentsIn(value: LambdaSpec["environment"][string]): string[] {
  if (typeof value === "string") return [];
  const parts = "$join" in value ? value.$join : [value];
  return parts.flatMap((part) => typeof part === "string" ? [] : [part.$from]);
}
