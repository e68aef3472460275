import type { Config } from "../config/resolve.ts";
import { basisOf } from "../operations/basis.ts";
import { prepare } from "../operations/prepare.ts";
import { previewPlan } from "../operations/preview.ts";
import { savePlan } from "../operations/saved_plan.ts";
import { unitsFor } from "../operations/units.ts";
import type { Plan } from "../planning/plan.ts";
import type { Stack } from "../stack/model.ts";
import type { StateDocument } from "../state/document.ts";
import { readState } from "../state/history.ts";
import { openBackend, stackAddress } from "./backend.ts";
import type { Context } from "./command.ts";
import { validConfig } from "./config.ts";
import { openEngine } from "./engine.ts";
import { Failure } from "./failure.ts";
import { guardMoves, guardProtected, refuseClashes } from "./guard_plan.ts";
import { Interrupts } from "./interrupts.ts";
import type { CommonOptions, ScopeOptions, StackOptions } from "./options.ts";
import { recordsOf } from "./records.ts";
import type { DeploymentRequest } from "./run_deployment.ts";
import { scopeFor } from "./scope_option.ts";

export interface PlanOptions extends StackOptions, ScopeOptions, CommonOptions {
  out?: string;
}

/**
 * Plans against the recorded state and asks the engine what it would do; takes no lock and changes nothing.
 *
 * @param settings those of a stack that no folder describes
 * @param admit as a deployment's
 */
export async function onlinePlan(
  context: Context,
  stack: Stack,
  options: PlanOptions,
  { settings, admit }: { settings?: Config } & Pick<DeploymentRequest, "admit"> = {},
): Promise<{ made: Plan; before: StateDocument | undefined }> {
  const { world } = context;
  refuseClashes(stack);
  const config = settings ?? validConfig(context, stack.folder, options);
  const backend = await openBackend(context, stack, config, options.sandbox);
  const checkRoom = await admit?.(backend.store);
  const engine = await openEngine(context, stack, config, backend, { sandbox: options.sandbox });
  const document = (await readState(backend.store, stackAddress(stack)))?.document;
  await checkRoom?.(document);
  const scope = scopeFor(stack, document, options);
  const records = recordsOf(backend.store, document, unitsFor(stack, document, scope));
  const planned = prepare(records, stack, scope);
  // Nothing changed: the engine is not started.
  if (planned.plan.waves.length === 0 && options.out === undefined) {
    return { made: planned.plan, before: document };
  }
  guardProtected(planned.plan, stack, document);
  const interrupts = new Interrupts(world);
  try {
    const previewed = await previewPlan({
      engine,
      session: records,
      parallelism: 10,
      signal: interrupts.signal,
      kill: interrupts.kill,
    }, planned);
    if (previewed.errors.length > 0) {
      throw new Failure({
        code: "preview-failed",
        summary: "the engine refuses this plan",
        why: previewed.errors.map(({ key, message }) => key ? `${key}: ${message}` : message)
          .join("\n"),
        fix: "mend what it says, then plan again; panka plan --offline shows what was compared",
      });
    }
    guardMoves(previewed.plan);
    if (options.out !== undefined) {
      const saved = savePlan(
        stack,
        scope,
        previewed,
        basisOf(planned, document),
        engine.name,
      );
      world.write(options.out, JSON.stringify(saved, null, 2), 0o600);
    }
    return { made: previewed.plan, before: document };
  } finally {
    interrupts.restore();
  }
}
