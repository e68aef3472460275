import type { RunResult } from "../engine/port.ts";
import { makePlan, type Plan, type Scope } from "../planning/plan.ts";
import { renderStack } from "../planning/render_stack.ts";
import type { Stack } from "../stack/model.ts";
import type { DeploymentSummary, Json, SecretReference, StateDocument } from "../state/document.ts";
import type { Session } from "../state/session.ts";
import type { Outcome } from "./events.ts";
import { recordedStack } from "./recorded_stack.ts";
import { type Planned, type Run, runPlan } from "./run_plan.ts";
import { stackOutputs } from "./stack_outputs.ts";

export interface Deployment extends Run {
  stack: Stack;
  /** What of it, given the state. */
  scope: (state: StateDocument | undefined) => Scope;
  /** Who, from where and with which command; goes into history and audit. */
  author: Pick<DeploymentSummary, "by" | "host" | "command" | "gitCommit" | "ciRunUrl">;
  /** Asked once the plan is known; false cancels. Throws to refuse. */
  approve(plan: Plan): Promise<boolean>;
  /** Now, as RFC 3339. */
  now(): string;
  /** Go back when it fails. */
  rollback: boolean;
}

export interface Deployed {
  outcome: Outcome;
  plan: Plan;
  /** What people call it; absent when nothing was done. */
  number?: number;
  outputs: Record<string, Json | SecretReference>;
  /** Components that are not as they should be. */
  left: string[];
}

/** Brings a stack from the recorded to the desired state, in a session that is open, and back where that fails. Does not release it. */
export async function deploy(d: Deployment): Promise<Deployed> {
  const { stack, session, onEvent } = d;
  const before = session.document;
  const interrupted = session.recovery.flatMap((
    { inFlight },
  ) => [...inFlight.intents, ...inFlight.inherited ?? []]);
  const planned = planFor(
    stack,
    session,
    d.scope(before),
    new Set(interrupted.map((intent) => intent.component)),
  );
  onEvent({ type: "phase", at: d.elapsed(), phase: "plan" });
  if (interrupted.length === 0 && planned.plan.waves.length === 0) {
    return { outcome: "unchanged", plan: planned.plan, outputs: before?.outputs ?? {}, left: [] };
  }
  onEvent({ type: "phase", at: d.elapsed(), phase: "approve" });
  if (!await d.approve(planned.plan)) {
    return { outcome: "cancelled", plan: planned.plan, outputs: {}, left: [] };
  }
  const began = d.elapsed();
  const forward = await runPlan(d, planned);
  if (forward.result.outcome !== "failed" || !d.rollback || session.ending.aborted) {
    const outcome = forward.result.outcome;
    return await finish(
      d,
      planned,
      outcome,
      forward.left,
      began,
      outcome === "succeeded" ? forward.result : undefined,
    );
  }
  onEvent({ type: "phase", at: d.elapsed(), phase: "rollback" });
  const back = await goBack(d, before, planned);
  const left = [...new Set([...back.left, ...back.lost])];
  return await finish(d, planned, back.left.length === 0 ? "rolled-back" : "failed", left, began);
}

function planFor(
  stack: Stack,
  session: Session,
  scope: Scope,
  unsure: ReadonlySet<string>,
): Planned {
  const rendered = renderStack(stack);
  return {
    plan: makePlan(stack, rendered, session.document, scope, unsure),
    stack,
    rendered,
    scope,
  };
}

/** Makes true again what was recorded before: created → deleted, updated → restored, deleted → recreated. */
async function goBack(
  d: Deployment,
  before: StateDocument | undefined,
  failed: Planned,
): Promise<{ left: string[]; lost: string[] }> {
  const rebuilt = recordedStack(before, d.stack);
  const stack = rebuilt?.stack ?? { ...d.stack, components: [], services: [], outputs: {} };
  const lost = (rebuilt?.lost ?? []).map(({ id }) => id);
  // What can't be made again as it was stays as it is: never deleted for want of knowing.
  const kept = d.stack.components.filter((component) => lost.includes(component.id));
  const touched = new Set(
    failed.plan.changes.filter((c) => c.action !== "unchanged").map((c) => c.id),
  );
  const planned = planFor(
    { ...stack, components: [...stack.components, ...kept] },
    d.session,
    undefined,
    touched,
  );
  if (planned.plan.waves.length === 0) return { left: [], lost };
  const { left } = await runPlan({ ...d, signal: new AbortController().signal }, planned);
  return { left, lost: lost.filter((id) => touched.has(id)) };
}

async function finish(
  d: Deployment,
  { plan, stack }: Planned,
  outcome: Exclude<Outcome, "unchanged">,
  left: string[],
  began: number,
  result?: RunResult,
): Promise<Deployed> {
  const { session, author } = d;
  const { create, update, replace, delete: deletions } = plan.summary;
  const changes = { create, update, replace, delete: deletions };
  const number = await session.finish({
    outputs: result
      ? replacedOutputs(session.document?.outputs ?? {}, stackOutputs(stack, result.outputs))
      : {},
    deployment: {
      ...author,
      id: d.deployment,
      at: d.now(),
      result: outcome,
      changes,
      seconds: Math.round((d.elapsed() - began) / 1000),
    },
  });
  await session.audit({
    user: author.by,
    host: author.host,
    ...(author.ciRunUrl && { ciRunUrl: author.ciRunUrl }),
    ...(author.gitCommit && { gitCommit: author.gitCommit }),
    command: author.command,
    result: outcome,
    details: { deployment: number, ...changes },
  });
  return { outcome, plan, number, outputs: session.document?.outputs ?? {}, left };
}

/** The new outputs; those that are no longer there as null, which removes them. */
function replacedOutputs<T>(
  old: Record<string, T>,
  now: Record<string, T>,
): Record<string, T | null> {
  return { ...Object.fromEntries(Object.keys(old).map((name) => [name, null])), ...now };
}
