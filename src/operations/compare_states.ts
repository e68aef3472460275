import { diffStates, type FieldChange } from "../state/changes.ts";
import type { DeploymentSummary, StateDocument } from "../state/document.ts";

/** What became of one component between two versions. */
export interface ComponentDifference {
  id: string;
  kind: string;
  action: "create" | "update" | "delete";
  /** Paths within the component. */
  fields: FieldChange[];
}

export interface StateDifference {
  components: ComponentDifference[];
  /** Of the stack itself: outputs, locking, engine. */
  stack: FieldChange[];
  /** Fences, checkpoints, work in flight: says how it was written, not what is deployed. */
  bookkeeping: FieldChange[];
  /** Deployments that the older version does not know, newest first. */
  deployments: DeploymentSummary[];
}

/** Two versions of a state, by component and field. */
export function compareStates(older: StateDocument, newer: StateDocument): StateDifference {
  const components = new Map<string, ComponentDifference>();
  const stack: FieldChange[] = [];
  const [then, now] = [componentsOf(older), componentsOf(newer)];
  for (const id of [...new Set([...then.keys(), ...now.keys()])].sort()) {
    const [before, after] = [then.get(id), now.get(id)];
    const kind = (after ?? before)!.kind;
    if (!before) components.set(id, { id, kind, action: "create", fields: [] });
    if (!after) components.set(id, { id, kind, action: "delete", fields: [] });
  }
  for (const change of diffStates(merged(older), merged(newer))) {
    const [root, , , id, ...rest] = change.path;
    if (root === "deployments") continue;
    if (root !== "units") stack.push(change);
    else if (id !== undefined && rest.length > 0 && then.has(id) && now.has(id)) {
      const kind = now.get(id)!.kind;
      const known = components.get(id) ?? { id, kind, action: "update" as const, fields: [] };
      components.set(id, known);
      known.fields.push({ ...change, path: rest });
    }
  }
  const bookkeeping = diffStates(withoutComponents(older), withoutComponents(newer))
    .filter(({ path }) => path[0] === "units");
  const known = new Set(older.deployments.map((deployment) => deployment.id));
  return {
    components: [...components.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    stack,
    bookkeeping,
    deployments: newer.deployments.filter((deployment) => !known.has(deployment.id)),
  };
}

function componentsOf({ units }: StateDocument) {
  return new Map(Object.values(units).flatMap(({ components }) => Object.entries(components)));
}

/** With all components in one place: where they are kept says nothing of what is deployed. */
function merged(document: StateDocument): StateDocument {
  const components = Object.fromEntries(componentsOf(document));
  return { ...document, units: { all: { fence: 0, components } } };
}

function withoutComponents(document: StateDocument): StateDocument {
  const units = Object.entries(document.units)
    .map(([name, unit]) => [name, { ...unit, components: {} }]);
  return { ...document, units: Object.fromEntries(units) };
}
