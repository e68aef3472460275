import type { Engine, RunResult } from "../engine/port.ts";
import type { Clock } from "../ports/clock.ts";
import type { Stack } from "../stack/model.ts";
import type { Batch } from "../state/batch.ts";
import { unitFor } from "../state/paths.ts";
import type { Session } from "../state/session.ts";
import type { HealthCheck } from "./await_health.ts";
import { componentStates, type Made } from "./component_states.ts";
import type { OnRunEvent } from "./events.ts";
import type { CodeArchive } from "./kept_code.ts";
import { needsOf } from "./needs.ts";
import type { Planned } from "./prepare.ts";
import { Progress } from "./progress.ts";
import { settingsOf } from "./recorded_stack.ts";
import { intentsOf, unitOf } from "./unit.ts";
import { checkpointsOf, partOf } from "./units.ts";
import { Uploader } from "./uploader.ts";

/** What running a plan needs; the same for a deployment, its rollback and a destruction. */
export interface Run {
  session: Session;
  engine: Engine;
  deployment: string;
  onEvent: OnRunEvent;
  clock: Clock;
  /** Milliseconds since the run began. */
  elapsed(): number;
  parallelism: number;
  /** Absent: code from folders is not kept. */
  code?: CodeArchive;
  /** Absent: what the engine made counts as healthy. */
  health?: HealthCheck;
  signal: AbortSignal;
  kill: AbortSignal;
}

export interface Ran extends Made {
  result: RunResult;
  /** Whether the engine changed something of a component, or tried to. */
  begun(id: string): boolean;
}

/** Seals a plan, runs the engine, and commits what it made. */
export async function runPlan(run: Run, planned: Planned): Promise<Ran> {
  const { session, engine, onEvent, elapsed } = run;
  const { plan, stack, rendered } = planned;
  const before = session.document;
  const prepared = await unitOf(session, planned, engine.name);
  const needs = needsOf(plan, stack, before);
  const { owns } = partOf(stack.locking, session.units);
  const used = stack.components.map(({ id }) => id).filter((id) => !owns(id));
  await session.seal(
    run.deployment,
    intentsOf(planned, before),
    [...new Set(used.map((id) => unitFor(stack.locking, id)))],
  );
  const unit = { ...prepared, lineage: session.document!.lineage };
  onEvent({ type: "plan", at: elapsed(), plan, needs });
  onEvent({ type: "phase", at: elapsed(), phase: "run" });
  const progress = new Progress(plan, rendered, onEvent);
  const unsaved = new AbortController();
  const commitCheckpoint = async (whole: Uint8Array) => {
    const parts = checkpointsOf(whole, session, stack.locking, engine.name);
    await session.commit(...[...parts].map(([unit, checkpoint]) => ({ unit, checkpoint })));
    return parts;
  };
  const uploader = new Uploader(
    async () => {
      const checkpoint = await engine.currentCheckpoint();
      if (!checkpoint) return;
      await commitCheckpoint(checkpoint);
      onEvent({ type: "saved", at: elapsed() });
    },
    // What can't be recorded must not go on being done.
    () => unsaved.abort(),
    run.clock,
  );
  let result: RunResult;
  let made: Made;
  let isDone = (_id: string) => false;
  try {
    result = await engine.apply(unit, {
      parallelism: run.parallelism,
      healthMs: run.health?.timeoutMs,
      signal: AbortSignal.any([run.signal, session.ending, unsaved.signal]),
      kill: AbortSignal.any([run.kill, session.lost]),
      settle: () => uploader.settle(),
      onEvent(event) {
        if (event.type === "checkpoint") uploader.touch();
        else progress.take({ ...event, at: elapsed() });
      },
    });
    made = componentStates(planned, before, result, progress, run.deployment, owns);
    const left = result.outcome === "succeeded" ? [] : made.left;
    isDone = (id) => !left.includes(id);
  } finally {
    progress.end(elapsed(), isDone);
    await uploader.close();
  }
  onEvent({ type: "phase", at: elapsed(), phase: "save" });
  // By itself, and first: what AWS chose the id of is found again by nothing else.
  const parts = await commitCheckpoint(result.checkpoint);
  await commitAll(session, stack, made.components, (unit) => ({
    checkpoint: parts.get(unit),
    settings: settingsOf(stack),
    recovered: result.outcome === "succeeded",
  }));
  return { ...made, result, begun: (id) => progress.begun(id) };
}

/** Commits components, each in its unit, with what is to be said of every unit that is locked. */
export async function commitAll(
  session: Session,
  { locking }: Pick<Stack, "locking">,
  components: NonNullable<Batch["components"]>,
  more: (unit: string) => Omit<Batch, "unit" | "components"> = () => ({}),
): Promise<void> {
  const byUnit = Map.groupBy(Object.entries(components), ([id]) => unitFor(locking, id));
  await session.commit(...session.units.map((unit) => ({
    unit,
    components: Object.fromEntries(byUnit.get(unit) ?? []),
    ...more(unit),
  })));
}
