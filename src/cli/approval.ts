import type { Proposal } from "../operations/deploy.ts";
import type { Previewed } from "../operations/preview.ts";
import type { Plan } from "../planning/plan.ts";
import type { Stack } from "../stack/model.ts";
import type { StateDocument } from "../state/document.ts";
import type { Context } from "./command.ts";
import { Failure } from "./failure.ts";
import { guardData, guardMoves, guardProtected } from "./guard_plan.ts";
import type { RunOptions } from "./options.ts";
import { type Approval, approve } from "./prompt/approve.ts";

export interface ApprovalRequest {
  stack: Stack;
  document: StateDocument | undefined;
  approval: Omit<Approval, "stack">;
  /** Whether asking the engine can show anything new: the sandbox is where its answer comes true anyway. */
  previews: boolean;
  /** Throws when something that the plan needs is not there. */
  preflight(plan: Plan): Promise<void>;
  onPlan(plan: Plan): void;
}

/** Shows a plan, refuses what must not be, asks the engine while it is read, and asks whoever is there. */
export async function approvePlan(
  context: Context,
  { stack, document, approval, previews, preflight, onPlan }: ApprovalRequest,
  { plan, preview }: Proposal,
  options: RunOptions,
): Promise<boolean> {
  onPlan(plan);
  guardData(plan, options.allowDataLoss);
  guardProtected(plan, stack, document);
  const yes = options.yes || options.autoApprove;
  const [previewed] = await Promise.all([
    previews && (!yes || mayLose(plan)) ? preview() : undefined,
    preflight(plan),
  ]);
  if (previewed) review(context, plan, previewed, options, onPlan);
  const production = stack.production && !stack.approvalWaived;
  return await approve(context, { ...approval, stack: { ...stack, production } }, options);
}

/** Only the engine knows whether an update is one where a database is concerned. */
const mayLose = ({ changes }: Plan) =>
  changes.some(({ holdsData, action }) => holdsData && action === "update");

/** What the engine says beyond panka's own plan. */
export function review(
  { out }: Context,
  before: Plan,
  { plan, errors }: Previewed,
  options: Pick<RunOptions, "allowDataLoss">,
  onPlan: (plan: Plan) => void,
): void {
  if (errors.length > 0) {
    const [first, ...more] = errors.map(({ key, message }) => key ? `${key}: ${message}` : message);
    throw new Failure({
      code: "preview-failed",
      summary: "the engine refuses this plan: nothing was changed",
      why: [first, ...more.slice(0, 4)].join("\n"),
      fix: "mend what it says, then run the command again",
    });
  }
  const actions = (one: Plan) => one.changes.map(({ id, action }) => `${action} ${id}`).join("\n");
  if (actions(before) !== actions(plan)) {
    out.note("the engine says more than the comparison with what is recorded:");
    onPlan(plan);
  }
  guardMoves(plan);
  guardData(plan, options.allowDataLoss);
}
