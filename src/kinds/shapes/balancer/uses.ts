import type { Problem } from "../../../schema/problem.ts";
import type { FindUsed } from "../../kind.ts";
import type { Report } from "../../report.ts";
import type { BalancerSpec } from "./balancer.ts";

/** Whether the bucket for the logs takes them. */
export function checkLogs(spec: BalancerSpec, used: FindUsed, report: Report): void {
  const id = spec.accessLogs?.component;
  const bucket = used(id);
  if (!bucket || bucket.spec.acceptLogs === true) return;
  report({
    code: "logs-refused",
    path: ["accessLogs", "component"],
    summary: `"${id}" does not take logs`,
    why: "a bucket's policy must let Elastic Load Balancing write",
    fix: `add acceptLogs: true to "${id}"`,
  });
}

/** Whether tasks can be forwarded to: they need a target group that no balancer of their own uses. */
export function checkTasks(
  id: string,
  type: "application" | "network",
  used: FindUsed,
  path: Problem["path"],
  report: Report,
): void {
  const tasks = used(id);
  if (tasks?.kind.name !== "MicroService") return;
  const own = tasks.spec.loadBalancer as
    | { enabled: boolean; shared: boolean; type: string }
    | undefined;
  if (own?.enabled && own.shared && own.type === type) return;
  report({
    code: "not-shared",
    path,
    summary: `"${id}" can't be forwarded to`,
    why: own?.enabled && !own.shared
      ? "it has a load balancer of its own, and its tasks can be behind one only"
      : `its tasks are in no target group of type ${type}`,
    fix: `set loadBalancer: {shared: true, type: ${type}} in "${id}"`,
  });
}
