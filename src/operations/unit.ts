import type { Engine, Unit } from "../engine/port.ts";
import type { Resource } from "../engine/resource.ts";
import type { RenderedStack } from "../planning/render_stack.ts";
import type { Stack } from "../stack/model.ts";
import type { Intent, StateDocument } from "../state/document.ts";
import { unitFor } from "../state/paths.ts";
import { withFrozenCode } from "./frozen_code.ts";
import { interruptedIntents, type Planned, type Records } from "./prepare.ts";
import { joinedCheckpoint, partOf } from "./units.ts";

/** What a unit is called among all others of an engine. */
export const unitName = (
  { tenant, name, environment }: Pick<Stack, "tenant" | "name" | "environment">,
) => [tenant, name, environment].filter(Boolean).join("-");

/** What the engine is given: everything desired, narrowed to what changes where that is less than all. */
export async function unitOf(
  records: Records,
  { plan, stack, rendered, scope }: Planned,
  engine: Engine["name"],
): Promise<Unit> {
  const { document, units } = records;
  const recover = interruptedIntents(records).flatMap(({ resources }) =>
    resources.map(({ name, ...rest }): Pick<Resource, "key" | "type" | "physicalName"> => ({
      key: name,
      ...rest,
    }))
  );
  const part = partOf(stack.locking, units);
  const whole = Object.keys(document?.units ?? {}).every((unit) => units.includes(unit));
  const changes = plan.changes.filter((change) => change.action !== "unchanged");
  const keys = (ids: readonly string[]) => ids.flatMap((id) => keysOf(id, rendered, document));
  const all = [...rendered.components.keys(), ...plan.changes.map(({ id }) => id)];
  // What an interrupted run left is looked for everywhere.
  const narrow = recover.length === 0 &&
    (scope !== undefined || changes.length < plan.changes.length);
  return {
    name: unitName(stack),
    graph: withFrozenCode(rendered.graph),
    checkpoint: await joinedCheckpoint(records, part, engine),
    region: stack.region,
    accountId: stack.accountId,
    lineage: document?.lineage,
    targets: narrow
      ? keys(changes.map(({ id }) => id))
      : whole
      ? undefined
      : [...keys(all), ...recover.map(({ key }) => key)].filter(part.owns),
    ...(recover.length > 0 && { recover }),
    ...(stack.locking === "service" && { part }),
  };
}

/** The resources of a component: as desired, and as recorded. */
function keysOf(
  id: string,
  rendered: RenderedStack,
  document: StateDocument | undefined,
): string[] {
  const recorded = Object.values(document?.units ?? {}).flatMap((unit) =>
    Object.keys(unit.components[id]?.resources ?? {})
  );
  return [...new Set([...rendered.components.get(id)?.resources ?? [], ...recorded])];
}

/** The approved operations by unit, as the seal keeps them. */
export function intentsOf(
  { plan, stack, rendered }: Planned,
  document: StateDocument | undefined,
): { [unit: string]: Intent[] } {
  const desired = new Map(rendered.graph.resources.map((r) => [r.key, r]));
  const intents: { [unit: string]: Intent[] } = {};
  for (const { id, action } of plan.changes) {
    if (action === "unchanged") continue;
    const recorded = Object.assign(
      {},
      ...Object.values(document?.units ?? {}).map((unit) => unit.components[id]?.resources ?? {}),
    );
    const resources = keysOf(id, rendered, document).map((name) => {
      const { type, physicalName } = desired.get(name) ?? recorded[name];
      return { name, type, ...(physicalName !== undefined && { physicalName }) };
    });
    (intents[unitFor(stack.locking, id)] ??= []).push({ component: id, action, resources });
  }
  return intents;
}
