import type { Unit } from "../engine/port.ts";
import type { Resource } from "../engine/resource.ts";
import type { RenderedStack } from "../planning/render_stack.ts";
import type { Stack } from "../stack/model.ts";
import type { Intent, StateDocument } from "../state/document.ts";
import { STACK_UNIT } from "../state/paths.ts";
import { withFrozenCode } from "./frozen_code.ts";
import { interruptedIntents, type Planned, type Records } from "./prepare.ts";

/** What a unit is called among all others of an engine. */
export const unitName = (
  { tenant, name, environment }: Pick<Stack, "tenant" | "name" | "environment">,
) => [tenant, name, environment].filter(Boolean).join("-");

/** What the engine is given: everything desired, narrowed to what changes where that is less than all. */
export async function unitOf(
  records: Records,
  { plan, stack, rendered, scope }: Planned,
): Promise<Unit> {
  const recover = interruptedIntents(records).flatMap(({ resources }) =>
    resources.map(({ name, ...rest }): Pick<Resource, "key" | "type" | "physicalName"> => ({
      key: name,
      ...rest,
    }))
  );
  const changes = plan.changes.filter((change) => change.action !== "unchanged");
  // What an interrupted run left is looked for everywhere.
  const narrow = recover.length === 0 &&
    (scope !== undefined || changes.length < plan.changes.length);
  return {
    name: unitName(stack),
    graph: withFrozenCode(rendered.graph),
    checkpoint: await records.checkpoint(STACK_UNIT),
    region: stack.region,
    accountId: stack.accountId,
    targets: narrow
      ? changes.flatMap(({ id }) => keysOf(id, rendered, records.document))
      : undefined,
    ...(recover.length > 0 && { recover }),
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

/** The approved operations, as the seal keeps them. */
export function intentsOf(
  { plan, rendered }: Planned,
  document: StateDocument | undefined,
): Intent[] {
  const desired = new Map(rendered.graph.resources.map((r) => [r.key, r]));
  return plan.changes.flatMap(({ id, action }) => {
    if (action === "unchanged") return [];
    const recorded = Object.assign(
      {},
      ...Object.values(document?.units ?? {}).map((unit) => unit.components[id]?.resources ?? {}),
    );
    const resources = keysOf(id, rendered, document).map((name) => {
      const { type, physicalName } = desired.get(name) ?? recorded[name];
      return { name, type, ...(physicalName !== undefined && { physicalName }) };
    });
    return [{ component: id, action, resources }];
  });
}
