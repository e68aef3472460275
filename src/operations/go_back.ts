import { recordedComponents } from "../planning/plan.ts";
import type { StateDocument } from "../state/document.ts";
import { formerCode } from "./kept_code.ts";
import { type Planned, plannedFor } from "./prepare.ts";
import { type Loss, recordedStack, withComponentsOf } from "./recorded_stack.ts";
import { type Ran, type Run, runPlan } from "./run_plan.ts";
import { partOf } from "./units.ts";

/**
 * Makes true again what was recorded before a deployment that failed: created → deleted, updated →
 * restored, deleted → recreated. Answers what is not as it was, and why.
 */
export async function goBack(
  run: Run,
  before: StateDocument | undefined,
  failed: Planned,
  forward: Ran,
): Promise<Loss[]> {
  const existing = new Set(
    Object.keys(forward.result.urns).map((key) => key.split("/", 2).join("/")),
  );
  const { code } = run;
  // Code that can't be had now stays as it is, and is told of.
  const kept = code &&
    await formerCode(
      before,
      failed.stack,
      (sha256, name) => code.bring(sha256, name).catch(() => undefined),
    );
  const { units } = run.session;
  const rebuilt = recordedStack(before, {
    stack: failed.stack,
    units,
    exists: (id) => existing.has(id),
    kept,
  }) ?? { stack: { ...failed.stack, components: [], outputs: {} }, lost: [], frozen: [] };
  // What can't be made again as it was stays as it is.
  const lost = new Map(rebuilt.lost.map((loss) => [loss.id, loss]));
  const target = withComponentsOf(rebuilt.stack, failed.stack, [...lost.keys()]);
  const changed = failed.plan.changes.filter((change) => change.action !== "unchanged");
  const begun = changed.filter(({ id }) => forward.begun(id));
  const touched = new Set(begun.map(({ id }) => id));
  const frozen = rebuilt.frozen.filter(({ id }) => touched.has(id));
  const planned = {
    ...plannedFor(run.session, target, scopeWithout(lost, run, target), touched),
    spoiled: new Set(frozen.map(({ id }) => id)),
  };
  const losses: Loss[] = [
    ...begun.filter(({ restorable }) => !restorable)
      .map(({ id }) => ({ id, why: "the data that it held is gone" })),
    ...begun.flatMap(({ id }) => lost.get(id) ?? []),
    ...frozen,
  ];
  if (planned.plan.waves.length > 0) {
    // What was before is waited for as long as it takes, and isn't given up for being slow.
    const patient = { ...run, health: undefined, signal: new AbortController().signal };
    const { left } = await runPlan(patient, planned);
    losses.push(...left.map((id) => ({ id, why: "it could not be set back" })));
  }
  const first = new Map(losses.toReversed().map((loss) => [loss.id, loss]));
  return [...first.values()].sort((a, b) => a.id < b.id ? -1 : 1);
}

/** Everything of ours but what is recorded and can't be rebuilt at all, which must not be deleted for want of knowing. */
function scopeWithout(
  lost: ReadonlyMap<string, Loss>,
  { session }: Run,
  target: Planned["stack"],
): Planned["scope"] {
  const wanted = target.components.map(({ id }) => id);
  const recorded = [...recordedComponents(session.document).keys()];
  const unknown = recorded.filter((id) => lost.has(id) && !wanted.includes(id));
  const { owns } = partOf(target.locking, session.units);
  const all = [...wanted, ...recorded];
  if (unknown.length === 0 && all.every(owns)) return undefined;
  return new Set(all.filter((id) => owns(id) && !unknown.includes(id)));
}
