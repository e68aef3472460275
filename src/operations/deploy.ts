import type { Engine, RunResult, Unit } from "../engine/port.ts";
import { fingerprint } from "../planning/fingerprint.ts";
import { makePlan, namesOf, type Plan, type Scope } from "../planning/plan.ts";
import { type RenderedStack, renderStack } from "../planning/render_stack.ts";
import type { Component, Stack } from "../stack/model.ts";
import type {
  ComponentState,
  DeploymentSummary,
  Intent,
  Json,
  SecretReference,
  StateDocument,
} from "../state/document.ts";
import { STACK_UNIT } from "../state/paths.ts";
import type { Session } from "../state/session.ts";
import type { OnRunEvent, Outcome } from "./events.ts";
import { Progress } from "./progress.ts";
import { Uploader } from "./uploader.ts";

export interface Deployment {
  stack: Stack;
  /** The state that the plan is made from. */
  scope: (state: StateDocument | undefined) => Scope;
  session: Session;
  engine: Engine;
  /** Who, from where and with which command; goes into history and audit. */
  author: Pick<DeploymentSummary, "by" | "host" | "command" | "gitCommit" | "ciRunUrl">;
  id: string;
  /** Asked once the plan is known; false cancels. Throws to refuse. */
  approve(plan: Plan): Promise<boolean>;
  onEvent: OnRunEvent;
  /** Milliseconds since the run began. */
  elapsed(): number;
  /** Now, as RFC 3339. */
  now(): string;
  parallelism: number;
  signal: AbortSignal;
  kill: AbortSignal;
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

/** Brings a stack from the recorded to the desired state, in a session that is open. Does not release it. */
export async function deploy(d: Deployment): Promise<Deployed> {
  const { stack, session, engine, onEvent } = d;
  const rendered = renderStack(stack);
  const plan = makePlan(stack, rendered, session.document, d.scope(session.document));
  onEvent({ type: "phase", at: d.elapsed(), phase: "plan" });
  const begun = session.recovery.length > 0;
  if (!begun && plan.waves.length === 0) {
    return { outcome: "unchanged", plan, outputs: session.document?.outputs ?? {}, left: [] };
  }
  onEvent({ type: "phase", at: d.elapsed(), phase: "approve" });
  if (!await d.approve(plan)) return { outcome: "cancelled", plan, outputs: {}, left: [] };
  const unit = await unitOf(d, plan, rendered);
  await session.seal(d.id, { [STACK_UNIT]: intentsOf(plan, rendered) });
  onEvent({ type: "phase", at: d.elapsed(), phase: "run" });
  const started = d.elapsed();
  const progress = new Progress(plan, rendered, onEvent);
  const uploader = new Uploader(async () => {
    const checkpoint = await engine.currentCheckpoint();
    if (!checkpoint) return;
    await session.commit({ unit: STACK_UNIT, checkpoint });
    onEvent({ type: "saved", at: d.elapsed() });
  });
  const result = await engine.apply(unit, {
    parallelism: d.parallelism,
    signal: AbortSignal.any([d.signal, session.ending]),
    kill: AbortSignal.any([d.kill, session.lost]),
    onEvent(event) {
      if (event.type === "checkpoint") uploader.touch();
      else progress.take(event);
    },
  });
  if (result.outcome === "succeeded") progress.finish(d.elapsed());
  await uploader.close();
  onEvent({ type: "phase", at: d.elapsed(), phase: "save" });
  return await record(d, plan, rendered, result, progress, started);
}

/** What the engine is given: everything desired, narrowed to the scope where there is one. */
async function unitOf(d: Deployment, plan: Plan, rendered: RenderedStack): Promise<Unit> {
  const { stack, session } = d;
  const scope = d.scope(session.document);
  const changed = new Set(
    plan.changes.filter((change) => scope?.has(change.id)).map((change) => change.id),
  );
  return {
    name: [stack.tenant, stack.name, stack.environment].filter(Boolean).join("-"),
    graph: rendered.graph,
    checkpoint: await session.checkpoint(STACK_UNIT),
    region: stack.region,
    accountId: stack.accountId,
    targets: scope && [...changed].flatMap((id) => rendered.components.get(id)?.resources ?? []),
  };
}

function intentsOf(plan: Plan, rendered: RenderedStack): Intent[] {
  const types = new Map(rendered.graph.resources.map((r) => [r.key, r]));
  return plan.changes.flatMap((change) => {
    if (change.action === "unchanged") return [];
    const resources = (rendered.components.get(change.id)?.resources ?? []).map((key) => {
      const { type, physicalName } = types.get(key)!;
      return { name: key, type, ...(physicalName !== undefined && { physicalName }) };
    });
    return [{ component: change.id, action: change.action, resources }];
  });
}

async function record(
  d: Deployment,
  plan: Plan,
  rendered: RenderedStack,
  result: RunResult,
  progress: Progress,
  started: number,
): Promise<Deployed> {
  const { stack, session, id, author } = d;
  const ok = result.outcome === "succeeded";
  const unfinished = new Set(ok ? [] : progress.unfinished());
  const components: Record<string, ComponentState | null> = {};
  const left: string[] = [];
  const desired = new Map(stack.components.map((c) => [c.id, c]));
  for (const change of plan.changes) {
    if (change.action === "unchanged") continue;
    const component = desired.get(change.id);
    if (!component) {
      const remains = Object.keys(result.urns).some((key) => key.startsWith(`${change.id}/`));
      if (!remains) components[change.id] = null;
      else left.push(change.id);
      continue;
    }
    const own = rendered.components.get(change.id)!.resources;
    const complete = ok || (own.every((key) => key in result.urns) && !unfinished.has(change.id));
    if (!complete) left.push(change.id);
    // What was never begun stays as it was recorded.
    if (own.some((key) => key in result.urns)) {
      components[change.id] = stateOf(component, rendered, result, id, complete);
    }
  }
  const outcome: Outcome = ok
    ? "succeeded"
    : result.outcome === "cancelled"
    ? "cancelled"
    : "failed";
  const outputs = ok ? outputsOf(stack, result.outputs) : {};
  const { create, update, replace, delete: deletions } = plan.summary;
  const changes = { create, update, replace, delete: deletions };
  const number = await session.finish({
    batch: { unit: STACK_UNIT, components, checkpoint: result.checkpoint, recovered: ok },
    outputs,
    deployment: {
      ...author,
      id,
      at: d.now(),
      result: outcome === "cancelled" ? "cancelled" : outcome,
      changes,
      seconds: Math.round((d.elapsed() - started) / 1000),
    },
  });
  await session.audit({
    user: author.by,
    host: author.host,
    command: author.command,
    result: outcome,
    details: { deployment: number, ...changes },
  });
  return { outcome, plan, number, outputs: session.document?.outputs ?? {}, left };
}

function stateOf(
  component: Component,
  rendered: RenderedStack,
  result: RunResult,
  deployment: string,
  complete: boolean,
): ComponentState {
  const { resources } = rendered.components.get(component.id)!;
  const own = rendered.graph.resources.filter((resource) => resources.includes(resource.key));
  return {
    kind: component.kind.name,
    status: complete ? "ready" : "failed",
    spec: component.spec,
    files: Object.fromEntries(
      Object.entries(component.files).map(([name, file]) => [name, file.sha256]),
    ),
    rendered: fingerprint(own),
    outputs: result.outputs[component.id] ?? {},
    dependsOn: [...new Set(component.edges.map((edge) => edge.to))],
    urns: resources.flatMap((key) => result.urns[key] ?? []),
    physicalNames: namesOf(component.id, own),
    deployment,
    labels: component.labels,
  };
}

/** The stack's outputs with what the components said put in. */
function outputsOf(
  stack: Stack,
  known: RunResult["outputs"],
): Record<string, Json | SecretReference> {
  const read = (part: unknown): Json | SecretReference => {
    if (typeof part === "string") return part;
    const { $from, output } = part as { $from: string; output: string };
    return known[$from]?.[output] ?? "";
  };
  return Object.fromEntries(
    Object.entries(stack.outputs).map(([name, value]) => {
      const joined = (value as { $join?: unknown[] }).$join;
      return [name, joined ? joined.map((part) => String(read(part))).join("") : read(value)];
    }),
  );
}
