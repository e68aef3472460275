import type { Plan } from "../../planning/plan.ts";
import type { Stack } from "../../stack/model.ts";
import type { StateDocument } from "../../state/document.ts";
import { openRuns } from "../../state/in_flight.ts";
import type { Context, Define, Folder } from "../command.ts";
import { EXIT, type ExitCode } from "../exit_code.ts";
import { Failure, usage } from "../failure.ts";
import { sameRun, sameStack, shellWord } from "../next_step.ts";
import type { PlanOptions } from "../online_plan.ts";
import { addScopeOptions, addStackArguments, type ScopeOptions } from "../options.ts";
import { loadValid } from "../stack_command.ts";
import { ago } from "../view/lock.ts";
import { planJson, planText } from "../view/plan.ts";

interface Options extends PlanOptions {
  offline?: boolean;
  html?: string;
  state?: string;
  detailedExitcode?: boolean;
}

/** Older than this is worth a word. */
const DAY_MS = 24 * 60 * 60_000;

export const define: Define = (command, context, done) =>
  addScopeOptions(addStackArguments(command))
    .option("--offline", "compare with the recorded state alone; ask neither AWS nor the engine")
    .option("--state <file>", "compare with this state document (implies --offline)")
    .option("--out <file>", "save the plan")
    .option("--html <file>", "write the plan as one page to read offline, graph included")
    .option("--detailed-exitcode", "exit 2 when there are changes")
    .action((folder, options) => done(plan(context, folder, options)));

async function plan(context: Context, folder: Folder, options: Options): Promise<ExitCode> {
  const { out, world } = context;
  const offline = options.offline || options.state !== undefined;
  if (offline && options.out !== undefined) {
    throw usage(
      "a plan that is saved binds what the engine does, so it has to be asked",
      "leave out --offline and --state, or --out",
    );
  }
  const { stack, diagnostics, tenant } = await loadValid(context, folder, options, !offline);
  const { checkLimits } = await import("../check_limits.ts");
  if (offline) await checkLimits(stack, tenant);
  const { made, before } = offline
    ? await offlinePlan(context, stack, options)
    : await (await import("../online_plan.ts")).onlinePlan(context, stack, options, {
      admit: (store) => checkLimits(stack, tenant, store),
    });
  made.warnings.push(...diagnostics.filter((d) => d.severity === "warning"));
  const known = before?.deployments[0];
  const open = openRuns(before).find((one) => one.deployment !== known?.id);
  const last = { last: known, open, now: world.clock.wall() };
  if (options.html) {
    const { writePlanPage } = await import("../html_report.ts");
    await writePlanPage(context, options.html, stack, made, last);
  }
  if (out.format === "table") {
    out.text(planText(made, out.colors, out.columns, last));
    const { readAt = Infinity } = tenant ?? {};
    if (made.waves.length && last.now - readAt > DAY_MS) {
      const read = ago(new Date(readAt).toISOString(), last.now);
      out.note(`what tenant ${stack.tenant} gives its stacks was read ${read}, not now`);
    }
    out.note(nextStep(made, folder, options));
  } else await out.document(planJson(made));
  return options.detailedExitcode && made.waves.length ? EXIT.changes : EXIT.done;
}

async function offlinePlan(context: Context, stack: Stack, options: Options) {
  const sandbox = options.sandbox ?? stack.provider === "sandbox";
  const before = await recorded(context, stack, options.state, sandbox);
  return { made: await planOf(stack, before, options), before };
}

/** The plan for what the options choose; refuses where names or services clash. */
async function planOf(
  stack: Stack,
  state: StateDocument | undefined,
  options: ScopeOptions,
): Promise<Plan> {
  // They know every kind: not for those who only ask for help or complete a flag.
  const [{ renderStack }, { clashes }, { scopeFor }, { prepare, recoveryOf }, { unitsFor }] =
    await Promise.all([
      import("../../planning/render_stack.ts"),
      import("../../planning/clashes.ts"),
      import("../scope_option.ts"),
      import("../../operations/prepare.ts"),
      import("../../operations/units.ts"),
    ]);
  const scope = scopeFor(stack, state, options);
  const units = unitsFor(stack, state, scope);
  const records = { document: state, units, recovery: recoveryOf(state, units) };
  const planned = prepare(records, stack, scope);
  // Of a part of the stack, what the part renders to says nothing of the whole.
  const rendered = scope ? renderStack(stack) : planned.rendered;
  const [clash] = clashes(stack, rendered);
  if (clash) throw new Failure(clash);
  return planned.plan;
}

async function recorded(
  context: Context,
  stack: Stack,
  file: string | undefined,
  sandbox: boolean,
): Promise<StateDocument | undefined> {
  const { world } = context;
  if (file !== undefined) {
    if (world.files.stat(file)?.kind !== "file") {
      throw new Failure({
        code: "no-file",
        summary: `there is no file "${file}"`,
        fix: "name a state document, as panka state pull prints it",
      });
    }
    const { decodeState } = await import("../../state/codec.ts");
    return decodeState(world.files.read(file), file);
  }
  const { pankaFolder, stackAddress } = await import("../backend.ts");
  const folder = `${pankaFolder(stack)}${sandbox ? "/sandbox" : ""}/state`;
  if (!world.files.stat(folder)) return undefined;
  const [{ DirectoryStore }, { readState }] = await Promise.all([
    import("../../state/directory_store.ts"),
    import("../../state/history.ts"),
  ]);
  return (await readState(new DirectoryStore(folder), stackAddress(stack)))?.document;
}

/** The apply that does what was planned: a saved plan, or the same stack, scope and variables. */
function nextStep(made: Plan, folder: Folder, options: Options): string {
  if (made.waves.length === 0) return "nothing to apply";
  if (options.out) {
    return `next: panka apply ${shellWord(options.out)}${options.sandbox ? " --sandbox" : ""}`;
  }
  return `next: panka apply ${sameRun(sameStack(folder, made.environment, options), options)}`;
}
