import { makePlan, type Plan, recordedComponents, type Scope } from "../planning/plan.ts";
import { type RenderedStack, renderStack } from "../planning/render_stack.ts";
import type { Stack } from "../stack/model.ts";
import { graphOf, reachable } from "../stack/order.ts";
import type { ComponentState, Intent, StateDocument } from "../state/document.ts";
import type { Session } from "../state/session.ts";
import { usesOf } from "../state/uses.ts";
import { openIntents } from "../state/in_flight.ts";
import { scopedStack } from "./scoped_stack.ts";
import { partOf } from "./units.ts";

/** What is recorded: a session, or a state that was only read. */
export type Records = Pick<Session, "document" | "recovery" | "checkpoint" | "units">;

/** A plan with all that it was made from. */
export interface Planned {
  plan: Plan;
  /** What the engine is to make true: of components out of scope, what is recorded. */
  stack: Stack;
  rendered: RenderedStack;
  scope: Scope;
  /** Components that won't be as they are recorded to be, even if all goes well. */
  spoiled?: ReadonlySet<string>;
}

/** What interrupted runs left in flight. */
export const interruptedIntents = (records: Pick<Records, "recovery">): Intent[] =>
  records.recovery.flatMap(({ inFlight }) => openIntents(inFlight));

/** What runs left in flight, in a state that was read without its locks: they may still be at work. */
export const recoveryOf = (
  document: StateDocument | undefined,
  units: readonly string[],
): Records["recovery"] =>
  units.flatMap((unit) => {
    const inFlight = document?.units[unit]?.inFlight;
    return inFlight ? [{ unit, inFlight }] : [];
  });

/** Plans, with what an interrupted run may have done looked after whatever the scope. */
export function prepare(
  records: Omit<Records, "checkpoint">,
  stack: Stack,
  wanted: Scope,
): Planned {
  const unsure = new Set(interruptedIntents(records).map((intent) => intent.component));
  const { owns } = partOf(stack.locking, records.units);
  const scope = wanted && new Set([...widened(wanted, unsure, stack)].filter(owns));
  return plannedFor(records, stack, scope, unsure, straysOf(records, stack));
}

/** Plans for a stack, given what was touched without the state saying so. */
export function plannedFor(
  { document, units }: Pick<Records, "document" | "units">,
  desired: Stack,
  scope: Scope,
  unsure: ReadonlySet<string>,
  strays?: ReadonlyMap<string, ComponentState["resources"]>,
): Planned {
  const { owns } = partOf(desired.locking, units);
  const stack = scope ? scopedStack(desired, scope, document, owns) : desired;
  const rendered = renderStack(stack);
  return {
    plan: makePlan(stack, rendered, document, scope, unsure, strays, staleOf(stack, document)),
    stack,
    rendered,
    scope,
  };
}

/** What uses another service that has changed since. */
function staleOf({ locking }: Stack, document: StateDocument | undefined): Set<string> {
  if (locking === "stack") return new Set();
  const recorded = recordedComponents(document);
  const stale = [...recorded].filter(([id, state]) => state.uses !== usesOf(id, state, recorded));
  return new Set(stale.map(([id]) => id));
}

function widened(scope: ReadonlySet<string>, unsure: ReadonlySet<string>, stack: Stack) {
  const all = new Set([...scope, ...unsure]);
  const ids = new Set(stack.components.map(({ id }) => id));
  const needed = reachable(graphOf(stack.components, stack.services), [...all]);
  return new Set([...all, ...[...needed].filter((id) => ids.has(id))]);
}

function straysOf(
  records: Pick<Records, "document" | "recovery">,
  stack: Stack,
): Map<string, ComponentState["resources"]> {
  const recorded = recordedComponents(records.document);
  const desired = new Set(stack.components.map(({ id }) => id));
  const strays = new Map<string, ComponentState["resources"]>();
  for (const { component, resources } of interruptedIntents(records)) {
    if (recorded.has(component) || desired.has(component)) continue;
    strays.set(component, {
      ...strays.get(component),
      ...Object.fromEntries(resources.map(({ name, ...rest }) => [name, rest])),
    });
  }
  return strays;
}
