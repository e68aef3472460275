import { equal } from "../planning/field_changes.ts";
import { type Plan, recordedComponents, type Scope } from "../planning/plan.ts";
import type { Stack } from "../stack/model.ts";
import type { DeploymentSummary, Json, SecretReference, StateDocument } from "../state/document.ts";
import { PlanStale } from "../state/refusals.ts";
import { checkBasis } from "./basis.ts";
import { awaitHealth } from "./await_health.ts";
import type { Outcome } from "./events.ts";
import { type Ended, finish } from "./finish.ts";
import { goBack } from "./go_back.ts";
import { type CodeArchive, CodeChanged, formerCode, keepCode } from "./kept_code.ts";
import { interruptedIntents, type Planned, prepare } from "./prepare.ts";
import { checkBinding, type Previewed, previewPlan } from "./preview.ts";
import { type Loss, recordedStack, settingsOf } from "./recorded_stack.ts";
import { commitAll, type Ran, type Run, runPlan } from "./run_plan.ts";
import { changedOutputs } from "./stack_outputs.ts";

export interface Deployment extends Run {
  stack: Stack;
  /** What of it, given the state. */
  scope: (state: StateDocument | undefined) => Scope;
  /** Who, from where and with which command; goes into history and audit. */
  author: Pick<DeploymentSummary, "by" | "host" | "command" | "gitCommit" | "ciRunUrl">;
  /** Asked once the plan is known; false cancels. Throws to refuse. */
  approve(proposal: Proposal): Promise<boolean>;
  /** Now, as RFC 3339. */
  now(): string;
  /** Go back when it fails. */
  rollback: boolean;
  /** The plan that was approved beforehand: anything else is refused. */
  bound?: Pick<Previewed, "digest"> & { basis: string };
}

/** What is to be approved. */
export interface Proposal {
  /** By panka's own comparison. */
  plan: Plan;
  /** Asks the engine as well, once; from then on its answer is what is run. */
  preview(): Promise<Previewed>;
}

export interface Deployed {
  outcome: Outcome;
  plan: Plan;
  /** What people call it; absent when nothing was done. */
  number?: number;
  outputs: Record<string, Json | SecretReference>;
  /** Components that are not as they should be. */
  left: string[];
  /** The same with why. */
  residue: Loss[];
  /** Whether it was deployed and is not healthy, and stays so. */
  unhealthy: boolean;
}

const PLANS = 5;

/**
 * Brings a stack from the recorded to the desired state, in a session that is open, and back where
 * that fails. Does not release it.
 *
 * @throws PlanStale: what was approved beforehand is not what would be done
 */
export async function deploy(d: Deployment): Promise<Deployed> {
  for (let tries = 1;; tries++) {
    try {
      return await deployOnce(d);
    } catch (error) {
      // Someone wrote late, before our seal: what was approved is out of date.
      const again = error instanceof PlanStale && !(error instanceof CodeChanged);
      if (!again || d.bound || tries === PLANS) throw error;
    }
  }
}

async function deployOnce(d: Deployment): Promise<Deployed> {
  const { stack, session, onEvent } = d;
  const before = session.document;
  let planned = await withFeasibility(prepare(session, stack, d.scope(before)), before, d.code);
  onEvent({ type: "phase", at: d.elapsed(), phase: "plan" });
  if (d.bound) checkBasis(d.bound.basis, planned, before);
  if (interruptedIntents(session).length === 0 && planned.plan.waves.length === 0) {
    return await unchanged(d, planned);
  }
  let previewed: Promise<Previewed> | undefined;
  const preview = () =>
    previewed ??= previewPlan(d, planned).then((answer) => {
      planned = { ...planned, plan: answer.plan };
      return answer;
    });
  if (d.bound) checkBinding(d.bound, await preview());
  onEvent({ type: "phase", at: d.elapsed(), phase: "approve" });
  const approved = await d.approve({ plan: planned.plan, preview });
  if (!approved) return ended("cancelled", planned.plan);
  if (d.code) await keepCode(d.code, planned);
  const began = d.elapsed();
  const end = (how: Omit<Ended, "began">) => finish(d, planned, { ...how, began });
  const forward = await runPlan(d, planned);
  const outputs = () =>
    changedOutputs(session.document?.outputs ?? {}, planned.stack, forward.result.outputs);
  const done = forward.result.outcome === "succeeded";
  // Of a failure that stays, people learn also what else is not well.
  const stays = !done && outcomeOf(d, forward, []) === "failed" && !d.rollback;
  const sick = done || stays ? await sickOf(d, planned, forward) : [];
  const outcome = outcomeOf(d, forward, sick);
  if (outcome !== "failed" || !d.rollback || session.ending.aborted) {
    const left = forward.left.map((id) => ({ id, why: "it was not brought to its end" }));
    await recordSick(d, done || stays ? sick : stillSick(d, before, planned));
    return await end({
      outcome,
      residue: [...sick, ...left],
      outputs: done ? outputs() : {},
      unhealthy: done && sick.length > 0,
    });
  }
  for (const { id, why } of sick) {
    const message = `it is not healthy: ${why}`;
    onEvent({ type: "diagnostic", at: d.elapsed(), severity: "error", component: id, message });
  }
  onEvent({ type: "phase", at: d.elapsed(), phase: "rollback" });
  const residue = await goBack(d, before, planned, forward);
  await recordSick(d, stillSick(d, before, planned));
  return await end({ outcome: residue.length === 0 ? "rolled-back" : "failed", residue });
}

/** An engine that stopped without having been asked to failed. */
function outcomeOf(d: Deployment, { result }: Ran, sick: readonly Loss[]): Ended["outcome"] {
  const { outcome } = result;
  if (outcome === "succeeded") {
    return sick.length ? "failed" : d.health && d.signal.aborted ? "cancelled" : "succeeded";
  }
  return outcome === "cancelled" && (d.signal.aborted || d.kill.aborted) ? "cancelled" : "failed";
}

/** What was changed and is not healthy. */
async function sickOf(d: Deployment, { plan }: Planned, { components }: Ran): Promise<Loss[]> {
  const changed = plan.changes.map(({ id }) => id).filter((id) =>
    components[id]?.status === "ready"
  );
  if (!d.health || changed.length === 0) return [];
  d.onEvent({ type: "phase", at: d.elapsed(), phase: "health" });
  const signal = AbortSignal.any([d.signal, d.kill, d.session.ending]);
  return await awaitHealth(d.health, d.session.document, changed, { ...d, signal });
}

/** What was unhealthy before, and nobody has found healthy since. */
function stillSick(
  { session }: Deployment,
  before: StateDocument | undefined,
  { plan }: Planned,
): Loss[] {
  const [then, now] = [recordedComponents(before), recordedComponents(session.document)];
  return plan.changes.filter(({ id }) =>
    then.get(id)?.status === "unhealthy" && now.get(id)?.status === "ready"
  ).map(({ id }) => ({ id, why: "it was unhealthy before" }));
}

/** What stays unhealthy is deployed anew by the next run, whether or not it is changed. */
async function recordSick({ session, stack }: Deployment, sick: readonly Loss[]): Promise<void> {
  if (sick.length === 0) return;
  const recorded = recordedComponents(session.document);
  await commitAll(
    session,
    stack,
    Object.fromEntries(
      sick.map(({ id }) => [id, { ...recorded.get(id)!, status: "unhealthy" as const }]),
    ),
  );
}

/** Says before approval what a rollback could not bring back. */
async function withFeasibility(
  planned: Planned,
  before: StateDocument | undefined,
  code: CodeArchive | undefined,
): Promise<Planned> {
  const { stack } = planned;
  let list: ReturnType<CodeArchive["list"]> | undefined;
  const kept = code &&
    await formerCode(
      before,
      stack,
      async (sha256, name) => (await (list ??= code.list())).has(sha256) ? name : undefined,
    );
  const rebuilt = recordedStack(before, { stack, exists: () => true, kept });
  const losses = new Map([...rebuilt?.lost ?? [], ...rebuilt?.frozen ?? []].map((l) => [l.id, l]));
  for (const change of planned.plan.changes) {
    if (change.action === "unchanged" || change.action === "create") continue;
    const loss = losses.get(change.id);
    if (loss) change.unrestorable = loss.why;
  }
  return planned;
}

/** Nothing for the engine. What the stack says of its outputs may have changed all the same. */
async function unchanged(d: Deployment, planned: Planned): Promise<Deployed> {
  const { session } = d;
  const { document } = session;
  const recorded = [...recordedComponents(document)].map(([id, { outputs }]) => [id, outputs]);
  const outputs = changedOutputs(
    document?.outputs ?? {},
    planned.stack,
    Object.fromEntries(recorded),
  );
  if (!document || planned.scope || equal({ ...document.outputs, ...outputs }, document.outputs)) {
    return ended("unchanged", planned.plan, document?.outputs ?? {});
  }
  const began = d.elapsed();
  await session.seal(d.deployment, {});
  await commitAll(session, planned.stack, {}, () => ({ settings: settingsOf(planned.stack) }));
  return await finish(d, planned, { outcome: "succeeded", residue: [], began, outputs });
}

const ended = (
  outcome: Outcome,
  plan: Plan,
  outputs: Deployed["outputs"] = {},
): Deployed => ({ outcome, plan, outputs, left: [], residue: [], unhealthy: false });
