import type { Engine, RunResult, Unit } from "../engine/port.ts";
import type { Resource } from "../engine/resource.ts";
import type { Plan, Scope } from "../planning/plan.ts";
import type { RenderedStack } from "../planning/render_stack.ts";
import type { Stack } from "../stack/model.ts";
import type { Intent, StateDocument } from "../state/document.ts";
import { STACK_UNIT } from "../state/paths.ts";
import type { Session } from "../state/session.ts";
import { componentStates, type Made } from "./component_states.ts";
import type { OnRunEvent } from "./events.ts";
import { needsOf } from "./needs.ts";
import { Progress } from "./progress.ts";
import { settingsOf } from "./recorded_stack.ts";
import { Uploader } from "./uploader.ts";

/** What running a plan needs; the same for a deployment, its rollback and a destruction. */
export interface Run {
  session: Session;
  engine: Engine;
  deployment: string;
  onEvent: OnRunEvent;
  /** Milliseconds since the run began. */
  elapsed(): number;
  parallelism: number;
  signal: AbortSignal;
  kill: AbortSignal;
}

/** A plan with all that it was made from. */
export interface Planned {
  plan: Plan;
  stack: Stack;
  rendered: RenderedStack;
  scope: Scope;
}

/** Seals a plan, runs the engine, and commits what it made. */
export async function runPlan(run: Run, planned: Planned): Promise<Made & { result: RunResult }> {
  const { session, engine, onEvent, elapsed } = run;
  const { plan, stack, rendered } = planned;
  const unit = await unitOf(run.session, planned);
  await session.seal(run.deployment, { [STACK_UNIT]: intentsOf(planned, session.document) });
  const needs = needsOf(plan, stack, session.document);
  onEvent({ type: "plan", at: elapsed(), plan, needs });
  onEvent({ type: "phase", at: elapsed(), phase: "run" });
  const progress = new Progress(plan, rendered, onEvent);
  const uploader = new Uploader(async () => {
    const checkpoint = await engine.currentCheckpoint();
    if (!checkpoint) return;
    await session.commit({ unit: STACK_UNIT, checkpoint });
    onEvent({ type: "saved", at: elapsed() });
  });
  const result = await engine.apply(unit, {
    parallelism: run.parallelism,
    signal: AbortSignal.any([run.signal, session.ending]),
    kill: AbortSignal.any([run.kill, session.lost]),
    onEvent(event) {
      if (event.type === "checkpoint") uploader.touch();
      else progress.take({ ...event, at: elapsed() });
    },
  });
  const ok = result.outcome === "succeeded";
  if (ok) progress.finish(elapsed());
  await uploader.close();
  onEvent({ type: "phase", at: elapsed(), phase: "save" });
  const made = componentStates(
    plan,
    stack,
    rendered,
    result,
    new Set(ok ? [] : progress.unfinished()),
    run.deployment,
  );
  await session.commit({
    unit: STACK_UNIT,
    components: made.components,
    checkpoint: result.checkpoint,
    settings: settingsOf(stack),
    recovered: ok,
  });
  return { ...made, result };
}

/** What the engine is given: everything desired, narrowed to what changes where that is less than all. */
export async function unitOf(
  session: Session,
  { plan, stack, rendered, scope }: Planned,
): Promise<Unit> {
  const recover = session.recovery.flatMap((
    { inFlight },
  ) => [...inFlight.intents, ...inFlight.inherited ?? []])
    .flatMap(({ resources }) =>
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
    name: [stack.tenant, stack.name, stack.environment].filter(Boolean).join("-"),
    graph: rendered.graph,
    checkpoint: await session.checkpoint(STACK_UNIT),
    region: stack.region,
    accountId: stack.accountId,
    targets: narrow
      ? changes.flatMap(({ id }) => keysOf(id, rendered, session.document))
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
function intentsOf({ plan, rendered }: Planned, document: StateDocument | undefined): Intent[] {
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
