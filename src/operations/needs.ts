import type { Plan } from "../planning/plan.ts";
import { recordedComponents } from "../planning/plan.ts";
import type { Stack } from "../stack/model.ts";
import { graphOf } from "../stack/order.ts";
import type { StateDocument } from "../state/document.ts";

/** What each component that changes has to wait for, among those that change; a deletion waits for what used it. */
export function needsOf(
  plan: Plan,
  stack: Pick<Stack, "components" | "services">,
  state: StateDocument | undefined,
): Record<string, string[]> {
  const changing = new Map(
    plan.changes.filter(({ action }) => action !== "unchanged").map((change) => [
      change.id,
      change.action,
    ]),
  );
  const nodes = new Map(graphOf(stack.components, stack.services).map((node) => [node.id, node]));
  const needs = new Map<string, Set<string>>([...changing.keys()].map((id) => [id, new Set()]));
  for (const [id, own] of needs) {
    if (changing.get(id) === "delete") continue;
    for (const other of nodes.get(id)?.needs ?? []) {
      // A gate stands for all of a service.
      const all = nodes.get(other)?.gate ? nodes.get(other)!.needs : [other];
      for (const one of all) if (one !== id && changing.has(one)) own.add(one);
    }
  }
  for (const [id, { dependsOn }] of recordedComponents(state)) {
    if (!changing.has(id)) continue;
    for (const used of dependsOn) if (changing.get(used) === "delete") needs.get(used)!.add(id);
  }
  return Object.fromEntries([...needs].map(([id, own]) => [id, [...own].sort()]));
}
