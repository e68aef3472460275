import { ulid } from "ulid";
import type { Config } from "../config/resolve.ts";
import type { Engine } from "../engine/port.ts";
import { checkEarly } from "../operations/basis.ts";
import { deploy, type Deployed, type Deployment } from "../operations/deploy.ts";
import type { OnRunEvent } from "../operations/events.ts";
import { unitsFor } from "../operations/units.ts";
import type { Plan, Scope } from "../planning/plan.ts";
import type { Stack } from "../stack/model.ts";
import type { StateDocument } from "../state/document.ts";
import type { Store } from "../state/store.ts";
import { NETWORK_STACK } from "../tenant/network_stack.ts";
import { approvePlan } from "./approval.ts";
import { whoRuns } from "./author.ts";
import { type Backend, folderOf, openBackend, pankaFolder, stackAddress } from "./backend.ts";
import type { CheckRoom } from "./check_limits.ts";
import { codeArchive } from "./code_archive.ts";
import type { Context } from "./command.ts";
import { validConfig } from "./config.ts";
import { openEngine } from "./engine.ts";
import { EXIT, type ExitCode } from "./exit_code.ts";
import { Failure } from "./failure.ts";
import { refuseClashes } from "./guard_plan.ts";
import { healthCheck } from "./health.ts";
import { Interrupts } from "./interrupts.ts";
import type { RunOptions } from "./options.ts";
import { preflightSecrets } from "./preflight.ts";
import type { Approval } from "./prompt/approve.ts";
import { refuseUnknownFailures, sayOutcomes } from "./sandbox_outcomes.ts";
import { openCommandSession } from "./session.ts";
import type { Summary } from "./view/run_state.ts";

export interface DeploymentView {
  readonly onEvent: OnRunEvent;
  /** The plan that is about to be approved. */
  onPlan(plan: Plan): void;
}

/** Where a deployment takes place. */
export interface Place {
  backend: Backend;
  engine: Engine;
}

/** What a command wants to be true. */
export interface DeploymentRequest {
  /** "apply", as history and lock show it. */
  verb: string;
  stack: Stack;
  /** What of the stack, given the state; absent: all. */
  scope?(document: StateDocument | undefined): Scope;
  approval: Omit<Approval, "stack" | "signal">;
  /** Arguments that ask for the same again, where they are not those that name the stack and its part. */
  again?: string;
  /** Go back when it fails. */
  rollback: boolean;
  /** A plan that was saved and approved. */
  bound?: Deployment["bound"];
  /** Another place than the real one: for rehearsals. */
  place?(config: Config): Promise<Place>;
  /** Set for a stack that no folder describes. */
  named?: Named;
  /** Refuses what must not be, besides what is refused of any plan. */
  check?(plan: Plan, stack: Stack): Promise<void>;
  /** Refuses what may not be, before anything is locked; what it returns, once the state is known. @param store where that is */
  admit?(store: Store): Promise<CheckRoom | undefined>;
  /** Called when it has ended, before people are told how. */
  settle?(): Promise<void>;
}

/** How a stack that has no folder is named on command lines, and with which settings it is deployed. */
export interface Named {
  config: Config;
  /** What stands before the verb: "admin network". */
  group: string;
  /** What stands after it: "acme". */
  arguments: string;
}

/** Locks, deploys and releases; Ctrl-C once finishes what is in flight, twice stops now. */
export async function runDeployment(
  context: Context,
  request: DeploymentRequest,
  options: RunOptions,
  view: DeploymentView,
): Promise<Summary> {
  const { world } = context;
  const { stack, named } = request;
  const started = world.clock.monotonic();
  const elapsed = () => world.clock.monotonic() - started;
  let summary: Omit<Summary, "at">;
  // Before anything is awaited: the view listens already, so that Ctrl-C alone ends nothing any more.
  const interrupts = new Interrupts(world);
  const { signal, kill } = interrupts;
  try {
    refuseClashes(stack);
    if (!named && !stack.tenant && stack.name === NETWORK_STACK) throw reserved(stack);
    const config = named?.config ?? validConfig(context, stack.folder, options);
    const { backend, engine } = request.place
      ? await request.place(config)
      : await realPlace(context, stack, config, options);
    const checkRoom = await request.admit?.(backend.store);
    if (engine.name === "sandbox") sayOutcomes(context, stack);
    const author = await whoRuns(context, folderOf(stack));
    const command = named
      ? `panka ${named.group} ${request.verb} ${named.arguments}`
      : `panka ${request.verb} -e ${stack.environment}`;
    const address = stackAddress(stack);
    const { bound } = request;
    const id = ulid(world.clock.wall(), () => world.random.fraction());
    view.onEvent({ type: "phase", at: elapsed(), phase: "lock" });
    const { session, close } = await openCommandSession(context, backend, {
      address,
      engine: engine.name,
      locking: stack.locking,
      unitsOf: (document) => unitsFor(stack, document, request.scope?.(document)),
      refuse: (document) => {
        if (bound) checkEarly(bound.basis, stack, request.scope?.(document), document);
      },
      runId: id,
      author,
      command,
      folderless: named !== undefined,
      lockTimeout: options.lockTimeout,
      onEvent: (event) => view.onEvent({ type: "lock", at: elapsed(), event }),
      signal,
    });
    try {
      await checkRoom?.(session.document);
      const ended = await deploy({
        stack,
        scope: (document) => request.scope?.(document),
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
        code: codeArchive(world, backend.store, address, `${pankaFolder(stack)}/code`),
        rollback: request.rollback,
        bound,
        health: await healthCheck(context, stack, config, engine, options.healthTimeout),
        approve: (proposal) =>
          approvePlan(
            context,
            {
              stack,
              document: session.document,
              approval: { ...request.approval, signal },
              previews: engine.name !== "sandbox",
              async preflight(plan) {
                const ids = new Set([...stack.components, ...plan.changes].map(({ id }) => id));
                refuseUnknownFailures(options.sandboxFail, [...ids]);
                await request.check?.(plan, stack);
                if (engine.name !== "sandbox") await preflightSecrets(context, stack, config, plan);
              },
              onPlan: (plan) => view.onPlan(plan),
            },
            proposal,
            options,
          ),
        onEvent: view.onEvent,
        clock: world.clock,
        elapsed,
        now: () => new Date(world.clock.wall()).toISOString(),
        parallelism: options.parallelism,
        signal,
        kill,
      });
      summary = summaryOf(ended, session.document);
      // A rehearsal has no number that anyone could find in the history.
      if (request.place) summary.deployment = undefined;
    } finally {
      view.onEvent({ type: "phase", at: elapsed(), phase: "release" });
      await close();
    }
  } finally {
    interrupts.restore();
  }
  return { ...summary, at: elapsed() };
}

async function realPlace(
  context: Context,
  stack: Stack,
  config: Config,
  options: RunOptions,
): Promise<Place> {
  const backend = await openBackend(context, stack, config, options.sandbox);
  return { backend, engine: await openEngine(context, stack, config, backend, options) };
}

/** Where tenants' networks are recorded, nobody else's stack is. */
const reserved = ({ name }: Stack) =>
  new Failure({
    code: "reserved-name",
    summary: `a stack without a tenant can't be called "${name}"`,
    why: "the networks of tenants are recorded under this name",
    fix: "give it another metadata.name, or set metadata.tenant",
  });

function summaryOf(ended: Deployed, document: StateDocument | undefined): Omit<Summary, "at"> {
  const { create, update, replace, delete: deleted } = ended.plan.summary;
  return {
    type: "summary",
    outcome: ended.outcome,
    deployment: ended.number,
    ...(ended.outcome === "rolled-back" && {
      rolledBackTo: document?.deployments.find((d) => d.result !== "rolled-back")?.number,
    }),
    changes: { create, update, replace, delete: deleted },
    outputs: ended.outputs,
    left: ended.left,
    residue: ended.residue,
    exitCode: exitCodeOf(ended),
  };
}

function exitCodeOf({ outcome, unhealthy }: Deployed): ExitCode {
  if (unhealthy) return EXIT.unhealthy;
  return {
    succeeded: EXIT.done,
    unchanged: EXIT.done,
    cancelled: EXIT.cancelled,
    failed: EXIT.notRolledBack,
    "rolled-back": EXIT.rolledBack,
  }[outcome];
}
