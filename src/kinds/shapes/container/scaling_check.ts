import type { Report } from "../../report.ts";
import { beginning } from "./scaling.ts";
import type { Autoscaling } from "./scaling_fields.ts";

/** Rules between the limits and targets of scaling. */
export function checkScaling(
  { replicas, autoscaling }: { replicas: number; autoscaling?: Autoscaling },
  report: Report,
): void {
  if (!autoscaling?.enabled) return;
  const { minReplicas, maxReplicas, policies } = autoscaling;
  if (minReplicas > maxReplicas) {
    report({
      code: "wrong-range",
      path: ["autoscaling", "minReplicas"],
      at: "value",
      summary: `"minReplicas" is more than "maxReplicas"`,
      why: `${minReplicas} is more than ${maxReplicas}`,
      fix: `set minReplicas: ${maxReplicas}, or maxReplicas: ${minReplicas}`,
    });
  } else if (replicas < minReplicas || replicas > maxReplicas) {
    report({
      severity: "note",
      code: "rounded",
      path: ["replicas"],
      at: "value",
      summary: `autoscaling begins with ${beginning(replicas, autoscaling)} tasks`,
      why: `replicas is ${replicas}, autoscaling keeps ${minReplicas} to ${maxReplicas}`,
    });
  }
  policies.forEach(({ metric }, i) => {
    const field = metric === "cpu" ? "targetCPUPercent" : "targetMemoryPercent";
    if (metric === "requests" || autoscaling[field] === undefined) return;
    report({
      code: "exclusive-fields",
      path: ["autoscaling", "policies", i, "metric"],
      at: "value",
      summary: `autoscaling has two targets for ${metric}`,
      why: `"${field}" is one`,
      fix: `remove "${field}" or this policy`,
    });
  });
}
