import type { RenderedStack } from "./render_stack.ts";
import type { Change, Plan } from "./plan.ts";

/** Changes that lose data and were not allowed to. */
export function unallowedLosses(plan: Plan, allowed: readonly string[]): Change[] {
  return plan.changes.filter(({ id, holdsData, action }) =>
    holdsData && (action === "replace" || action === "delete") && !allowed.includes(id) &&
    !allowed.includes("all")
  );
}

/** Components that would have to move to another VPC, by what the engine says of their security groups. */
export function moved({ changes }: Plan): string[] {
  return changes.filter(({ resources = [] }) =>
    resources.some(({ type, operation, replacedBy }) =>
      operation === "replace" && type === "aws:ec2/securityGroup:SecurityGroup" &&
      replacedBy.includes("vpcId")
    )
  ).map(({ id }) => id);
}

/** Ids to allow that no change is about: a typo would be found out too late. */
export function unknownAllowances(plan: Plan, allowed: readonly string[]): string[] {
  const ids = new Set(plan.changes.map(({ id }) => id));
  return allowed.filter((id) => id !== "all" && !ids.has(id));
}

/**
 * Components that would be deleted, or replaced with their data, and are protected from it: the engine would refuse
 * half way.
 *
 * @param recorded the stack as it was deployed, rendered
 */
export function protectedLosses(plan: Plan, recorded: RenderedStack): string[] {
  const kept = new Set(recorded.graph.resources.filter((r) => r.protect).map((r) => r.key));
  return plan.changes.filter(({ id, action, holdsData }) =>
    (action === "delete" || action === "replace" && holdsData) &&
    recorded.components.get(id)?.resources.some((key) => kept.has(key))
  ).map(({ id }) => id);
}
