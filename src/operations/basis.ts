import type { Scope } from "../planning/plan.ts";
import type { Stack } from "../stack/model.ts";
import { canonicalJson } from "../state/canonical.ts";
import { sha256 } from "../state/codec.ts";
import type { StateDocument } from "../state/document.ts";
import { unitFor } from "../state/paths.ts";
import { PlanStale } from "../state/refusals.ts";
import { type Planned, prepare, recoveryOf } from "./prepare.ts";
import { partOf, unitsFor } from "./units.ts";

/** What of a plan says what it is about. */
type About = Pick<Planned, "stack" | "scope">;

/** sha256 (hex) of what is recorded of a plan's units, and of what it uses of others: other services may change meanwhile. */
export function basisOf({ stack, scope }: About, document: StateDocument | undefined): string {
  const units = unitsFor(stack, document, scope);
  const { owns } = partOf(stack.locking, units);
  const own = units.map((unit) => {
    const { fence: _, inFlight: _open, ...rest } = document?.units[unit] ?? { fence: 0 };
    return rest;
  });
  const used = stack.components.filter(({ id }) => !owns(id)).map(({ id }) => {
    const { deployment: _, ...rest } =
      document?.units[unitFor(stack.locking, id)]?.components[id] ??
        { deployment: "" };
    return rest;
  });
  return sha256(canonicalJson([own, used]));
}

/** @throws PlanStale when a plan was saved from something else than what is recorded */
export function checkBasis(basis: string, about: About, document: StateDocument | undefined): void {
  if (basis === basisOf(about, document)) return;
  throw new PlanStale("what is deployed has changed since the plan was saved");
}

/**
 * The same before the plan is made again, of a state that was read without its locks: no run that is at work brings
 * back what was there before.
 */
export function checkEarly(
  basis: string,
  stack: Stack,
  scope: Scope,
  document: StateDocument | undefined,
): void {
  const units = unitsFor(stack, document, scope);
  const records = { document, units, recovery: recoveryOf(document, units) };
  // Of a stack that is locked as a whole, it is about everything.
  const about = stack.locking === "stack" ? { stack, scope } : prepare(records, stack, scope);
  checkBasis(basis, about, document);
}
