import type { Store } from "../../state/store.ts";
import type { Context, Define } from "../command.ts";
import type { ExitCode } from "../exit_code.ts";
import {
  adding,
  addScopeOptions,
  addStackArguments,
  type ApplyOptions,
  examples,
  type RunOptions,
  runOptions,
} from "../options.ts";

const { allowDataLoss, parallelism, healthTimeout, sandboxFail } = runOptions;
const addOwn = adding<RunOptions>([allowDataLoss, parallelism, healthTimeout, sandboxFail]);

export const define: Define = (command, context, done) =>
  examples(
    addOwn(addScopeOptions(addStackArguments(command)))
      .option("--no-rollback", "when it fails, leave things as they are"),
    "panka rehearse -e production",
    "panka rehearse -e production --sandbox-fail data/orders-db:update",
  ).addHelpText(
    "after",
    "\nReads the recorded state and changes nothing: no lock is taken, AWS is not asked. What is\n" +
      "refused in apply is refused here, but nobody is asked to approve. Exit codes are apply's.",
  ).action((folder, options) => done(rehearse(context, folder, options)));

async function rehearse(
  context: Context,
  folder: string | undefined,
  options: ApplyOptions,
): Promise<ExitCode> {
  const [
    { openBackend },
    { checkLimits },
    { deployAndShow },
    { openRehearsal },
    { loadValid },
    { scopeFor },
  ] = await Promise.all([
    import("../backend.ts"),
    import("../check_limits.ts"),
    import("../deploy_and_show.ts"),
    import("../rehearsal.ts"),
    import("../stack_command.ts"),
    import("../scope_option.ts"),
  ]);
  const { stack, tenant } = await loadValid(context, folder, options, true);
  let real: Store;
  return await deployAndShow(context, folder, {
    verb: "rehearse",
    stack,
    scope: (document) => scopeFor(stack, document, options),
    rollback: options.rollback !== false && stack.rollback,
    approval: { question: "", savable: false },
    async place(config) {
      real = (await openBackend(context, stack, config, options.sandbox)).store;
      return await openRehearsal(context, stack, config, options);
    },
    admit: () => checkLimits(stack, tenant, real),
  }, { ...options, yes: true, approveProduction: true });
}
