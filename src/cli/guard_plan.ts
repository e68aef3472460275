import { recordedStack } from "../operations/recorded_stack.ts";
import { clashes } from "../planning/clashes.ts";
import { moved, protectedLosses, unallowedLosses, unknownAllowances } from "../planning/guards.ts";
import type { Plan } from "../planning/plan.ts";
import { renderStack } from "../planning/render_stack.ts";
import type { Stack } from "../stack/model.ts";
import type { StateDocument } from "../state/document.ts";
import { EXIT } from "./exit_code.ts";
import { Failure, usage } from "./failure.ts";

/** Nothing is planned where two would have one name. */
export function refuseClashes(stack: Stack): void {
  const [clash] = clashes(stack, renderStack(stack));
  if (clash) throw new Failure(clash);
}

/** Nothing that holds data goes without being named. */
export function guardData(plan: Plan, allowed: readonly string[]): void {
  const [unknown] = unknownAllowances(plan, allowed);
  if (unknown !== undefined) {
    throw usage(
      `--allow-data-loss ${unknown} names no component of this plan`,
      "name one as the plan does, SERVICE/NAME, or all",
    );
  }
  const lost = unallowedLosses(plan, allowed);
  if (!lost.length) return;
  throw new Failure({
    code: "data-loss",
    summary: `${lost.map((change) => change.id).join(", ")} would lose data`,
    why: lost.map((change) =>
      `${change.id} would be ${change.action === "delete" ? "deleted" : "replaced by an empty one"}`
    ).join("; "),
    fix: `if that is meant: ${lost.map((change) => `--allow-data-loss ${change.id}`).join(" ")}`,
  }, EXIT.policy);
}

/** Nothing moves to another VPC: AWS would delete no security group that is in use, after minutes, half way. */
export function guardMoves(plan: Plan): void {
  const ids = moved(plan);
  if (!ids.length) return;
  throw new Failure({
    code: "other-network",
    summary: `${ids.join(", ")} can't move to another VPC`,
    why: "the stack's network is another now, and AWS moves nothing from one to the other",
    fix: "leave the network as it was, or take these out of the stack, apply, and add them again",
  }, EXIT.policy);
}

/** What is protected is not begun to be deleted or replaced: the engine would refuse it half way. */
export function guardProtected(plan: Plan, stack: Stack, document: StateDocument | undefined) {
  if (!plan.changes.some(({ action }) => action === "delete" || action === "replace")) return;
  const recorded = recordedStack(document, { stack, exists: () => true });
  if (!recorded) return;
  const ids = protectedLosses(plan, renderStack(recorded.stack));
  if (!ids.length) return;
  throw new Failure({
    code: "protected",
    summary: `${ids.join(", ")} may not be deleted or replaced: deletionProtection is on`,
    why: "it was deployed so, by its spec or because the environment is production",
    fix: "undo what does that, or first set deletionProtection: false there and apply that alone",
  }, EXIT.policy);
}
