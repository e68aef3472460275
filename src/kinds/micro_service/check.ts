import type { Report } from "../report.ts";
import { checkContainer } from "../shapes/container/check.ts";
import { checkLoadBalancer } from "../shapes/container/load_balancer_check.ts";
import { checkProbes, probesOf } from "../shapes/container/probe.ts";
import { checkScaling } from "../shapes/container/scaling_check.ts";
import type { MicroServiceSpec } from "./fields.ts";

/** Rules between the fields of a component that answers requests. */
export function checkMicroService(spec: MicroServiceSpec, report: Report): void {
  const probes = probesOf(spec.healthCheck);
  checkContainer(spec, report);
  checkProbes(spec.healthCheck, report);
  checkScaling(spec, report);
  checkLoadBalancer(spec, probes, report);
  spec.autoscaling?.policies.forEach(({ metric }, i) => {
    if (metric !== "requests") return;
    const balancer = spec.loadBalancer;
    if (balancer?.enabled && !balancer.shared && balancer.type === "application") return;
    report({
      code: "application-only",
      path: ["autoscaling", "policies", i, "metric"],
      at: "value",
      summary: "requests can't be counted without an application load balancer",
      why: `the component has no "loadBalancer" of that type`,
      fix: "add a loadBalancer of its own, or choose metric: cpu or memory",
    });
  });
}
