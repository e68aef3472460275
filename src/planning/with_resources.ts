import type { ResourceChange } from "../engine/port.ts";
import { usersOf } from "../ports/references.ts";
import { holdsDataItself } from "./data_resources.ts";
import type { Change, Plan } from "./plan.ts";
import type { RenderedStack } from "./render_stack.ts";

/**
 * A plan with what the engine would do to resources under each change. Where the engine would
 * replace what holds a component's data, an update becomes a replacement; and a component that
 * panka would not have changed and the engine would, becomes an update.
 */
export function withResources(
  plan: Plan,
  resources: readonly ResourceChange[],
  rendered: RenderedStack,
): Plan {
  const owners = usersOf([...rendered.components].map(([id, one]) => [id, one.resources]));
  const byComponent = Map.groupBy(
    resources,
    ({ key }) => owners.get(key)?.[0] ?? key.split("/", 2).join("/"),
  );
  const changes = plan.changes.map((change) => raised(change, byComponent.get(change.id) ?? []));
  const summary = { create: 0, update: 0, replace: 0, delete: 0, unchanged: 0 };
  for (const { action } of changes) summary[action]++;
  const shown = new Set(plan.waves.flat());
  const more = changes.filter(({ id, action }) => action !== "unchanged" && !shown.has(id));
  const last = more.length ? [more.map(({ id }) => id)] : [];
  return { ...plan, changes, summary, waves: [...plan.waves, ...last] };
}

function raised(change: Change, resources: ResourceChange[]): Change {
  if (resources.length === 0) return change;
  const lost = resources.find(({ operation, type }) =>
    operation === "replace" && holdsDataItself(type)
  );
  if (change.action === "unchanged" && !lost) {
    return {
      ...change,
      resources,
      action: "update",
      reasons: [...change.reasons, "what it refers to changes"],
    };
  }
  if (!lost || !change.holdsData || change.action === "create" || change.action === "delete") {
    return { ...change, resources };
  }
  const because = lost.replacedBy.length ? ` because of ${lost.replacedBy.join(", ")}` : "";
  return {
    ...change,
    resources,
    action: "replace",
    restorable: false,
    reasons: change.action === "replace"
      ? change.reasons
      : [...change.reasons, `AWS has to replace ${lost.key}${because}`],
  };
}
