import { ulid } from "ulid";
import { deploy } from "../operations/deploy.ts";
import type { OnRunEvent, RunEvent } from "../operations/events.ts";
import { nameClashes } from "../planning/name_clashes.ts";
import { unitClashes } from "../planning/unit_clashes.ts";
import type { Plan } from "../planning/plan.ts";
import { renderStack } from "../planning/render_stack.ts";
import { scopeOf } from "../planning/scope.ts";
import type { Stack } from "../stack/model.ts";
import type { StateDocument } from "../state/document.ts";
import { whoRuns } from "./author.ts";
import { folderOf, openBackend } from "./backend.ts";
import { validConfig } from "./config.ts";
import type { Context } from "./command.ts";
import type { ApplyOptions } from "./commands/apply.ts";
import { openEngine } from "./engine.ts";
import { EXIT } from "./exit_code.ts";
import { Failure } from "./failure.ts";
import { approve } from "./prompt/approve.ts";
import { openCommandSession } from "./session.ts";

export interface DeploymentView {
  onEvent: OnRunEvent;
  onPlan(plan: Plan): void;
}

type Summary = Extract<RunEvent, { type: "summary" }>;

/** Locks, deploys and releases; Ctrl-C once finishes what is in flight, twice stops now. */
export async function runDeployment(
  context: Context,
  stack: Stack,
  options: ApplyOptions,
  view: DeploymentView,
): Promise<Summary> {
  const { world } = context;
  const rendered = renderStack(stack);
  const [clash] = [...nameClashes(rendered.graph), ...unitClashes(stack, rendered)];
  if (clash) throw new Failure(clash);
  const started = world.clock.monotonic();
  const elapsed = () => world.clock.monotonic() - started;
  const config = validConfig(context, stack.folder, options);
  const backend = await openBackend(context, stack, config, options.sandbox);
  const engine = await openEngine(context, stack, config, backend, options);
  const author = await whoRuns(context, folderOf(stack));
  const command = `panka ${options.verb ?? "apply"} -e ${stack.environment}`;
  const stop = new AbortController();
  const kill = new AbortController();
  const restore = world.onInterrupt(() =>
    (stop.signal.aborted ? kill : stop).abort(
      new Failure({ code: "cancelled", summary: "cancelled" }, EXIT.cancelled),
    )
  );
  const id = ulid(world.clock.wall(), () => world.random.fraction());
  try {
    view.onEvent({ type: "phase", at: elapsed(), phase: "lock" });
    const { session, close } = await openCommandSession(context, backend, {
      address: { tenant: stack.tenant, stack: stack.name, environment: stack.environment },
      engine: engine.name,
      locking: stack.locking,
      runId: id,
      author,
      command,
      lockTimeout: options.lockTimeout,
      onEvent: (event) => view.onEvent({ type: "lock", at: elapsed(), event }),
      signal: stop.signal,
    });
    try {
      const ended = await deploy({
        stack,
        scope: (state) => scopeIn(stack, state, options),
        session,
        engine,
        author: {
          by: author.user,
          host: author.host,
          command,
          gitCommit: author.gitCommit,
          ciRunUrl: author.ciRunUrl,
        },
        deployment: id,
        rollback: options.rollback !== false && stack.rollback,
        async approve({ plan }) {
          view.onPlan(plan);
          guardData(plan, options.allowDataLoss);
          return await approve(context, stack, {
            ...options,
            yes: options.yes || options.autoApprove,
          });
        },
        onEvent: view.onEvent,
        elapsed,
        now: () => new Date(world.clock.wall()).toISOString(),
        parallelism: options.parallelism,
        signal: stop.signal,
        kill: kill.signal,
      });
      const { create, update, replace, delete: deleted } = ended.plan.summary;
      const exitCode = {
        succeeded: EXIT.done,
        unchanged: EXIT.done,
        cancelled: EXIT.cancelled,
        failed: EXIT.notRolledBack,
        "rolled-back": EXIT.rolledBack,
      }[ended.outcome];
      return {
        type: "summary",
        at: elapsed(),
        outcome: ended.outcome,
        deployment: ended.number,
        ...(ended.outcome === "rolled-back" && {
          rolledBackTo: session.document?.deployments.find((d) => d.result === "succeeded")?.number,
        }),
        changes: { create, update, replace, delete: deleted },
        outputs: ended.outputs,
        left: ended.left,
        residue: ended.residue,
        exitCode,
      };
    } finally {
      view.onEvent({ type: "phase", at: elapsed(), phase: "release" });
      await close();
    }
  } finally {
    restore();
  }
}

function scopeIn(
  stack: Stack,
  state: StateDocument | undefined,
  options: ApplyOptions,
): Set<string> | undefined {
  const found = scopeOf(stack, state, options.service, options.component);
  if ("problem" in found) throw new Failure(found.problem, EXIT.usage);
  return found.scope;
}

/** Nothing that holds data goes without being named. */
function guardData(plan: Plan, allowed: readonly string[]): void {
  const lost = plan.changes.filter(({ id, holdsData, action }) =>
    holdsData && (action === "replace" || action === "delete") && !allowed.includes(id) &&
    !allowed.includes("all")
  );
  if (!lost.length) return;
  throw new Failure({
    code: "data-loss",
    summary: `${lost.map((change) => change.id).join(", ")} would lose data`,
    why: lost.map((change) =>
      `${change.id} would be ${change.action === "delete" ? "deleted" : "replaced by an empty one"}`
    ).join("; "),
    fix: `if that is meant: ${lost.map((change) => `--allow-data-loss ${change.id}`).join(" ")}`,
  });
}
