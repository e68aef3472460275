import { createHash } from "node:crypto";
import type { Engine, RunResult } from "../engine/port.ts";
import type { Plan } from "../planning/plan.ts";
import { withResources } from "../planning/with_resources.ts";
import { PlanStale } from "../state/refusals.ts";
import type { Planned, Records } from "./prepare.ts";
import { unitOf } from "./unit.ts";

/** A plan with what the engine would do. */
export interface Previewed {
  plan: Plan;
  /** Why the engine could not do it; such a plan is not worth starting. */
  errors: RunResult["errors"];
  /** sha256 (hex) of all operations, of panka's and of the engine's. */
  digest: string;
}

export interface Previewing {
  engine: Engine;
  session: Records;
  parallelism: number;
  signal?: AbortSignal;
  kill?: AbortSignal;
}

/** Asks the engine what it would do; changes nothing. */
export async function previewPlan(
  { engine, session, parallelism, signal, kill }: Previewing,
  planned: Planned,
): Promise<Previewed> {
  const unit = await unitOf(session, planned, engine.name);
  const { changes, errors } = await engine.preview(unit, {
    parallelism,
    signal,
    kill,
    onEvent() {},
  });
  const plan = withResources(planned.plan, changes, planned.rendered);
  return { plan, errors, digest: digestOf(plan) };
}

/** @throws PlanStale when something else would be done than what was approved */
export function checkBinding(approved: { digest: string }, now: { digest: string }): void {
  if (approved.digest === now.digest) return;
  throw new PlanStale("the engine would do something else now than when the plan was saved");
}

function digestOf({ changes }: Plan): string {
  const operations = changes.filter(({ action }) => action !== "unchanged").flatMap((change) => [
    `${change.action} ${change.id}`,
    ...(change.resources ?? []).map(({ operation, key, replacedBy }) =>
      `${operation} ${key} ${[...replacedBy].sort().join(",")}`
    ).sort(),
  ]);
  return createHash("sha256").update(operations.join("\n")).digest("hex");
}
