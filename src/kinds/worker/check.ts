import type { Report } from "../report.ts";
import { checkContainer } from "../shapes/container/check.ts";
import { checkProbes, probesOf } from "../shapes/container/probe.ts";
import { checkScaling } from "../shapes/container/scaling_check.ts";
import type { WorkerSpec } from "./fields.ts";

/** Rules between the fields of a component that works by itself. */
export function checkWorker(spec: WorkerSpec, report: Report): void {
  checkContainer(spec, report);
  checkProbes(spec.healthCheck, report);
  checkScaling(spec, report);
  const { readiness } = probesOf(spec.healthCheck);
  if (readiness && !readiness.exec) {
    report({
      severity: "note",
      code: "ignored-field",
      path: ["healthCheck"],
      at: "key",
      summary: "readiness is not checked: nothing connects to a Worker",
      why: "liveness is what replaces a task that hangs",
      fix: "use liveness",
    });
  }
  spec.autoscaling?.policies.forEach(({ metric }, i) => {
    if (metric !== "requests") return;
    report({
      code: "wrong-value",
      path: ["autoscaling", "policies", i, "metric"],
      summary: "a Worker has no requests to count",
      why: "they are counted by a load balancer",
      fix: "choose cpu or memory, or use scaling.queue",
    });
  });
  if (!spec.scaling) return;
  const limits = spec.autoscaling;
  if (!limits?.enabled) {
    report({
      code: "missing-field",
      path: ["scaling"],
      at: "key",
      summary: '"scaling" needs "autoscaling"',
      why: "it says how many tasks there may be",
      fix: "add autoscaling: {minReplicas: 1, maxReplicas: 10}",
    });
  } else if (limits.minReplicas === 0) {
    report({
      code: "wrong-range",
      path: ["autoscaling", "minReplicas"],
      summary: "a queue can't be followed from 0 tasks",
      why: "the target is a number of messages per running task",
      fix: "set minReplicas: 1",
    });
  }
}
