import type { Backend } from "../backend.ts";
import type { Context, Define, Folder } from "../command.ts";
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
  folder: Folder,
  options: ApplyOptions,
): Promise<ExitCode> {
  const [{ openBackend }, { deployAndShow, wanted }, { openRehearsal }, { loadValid }] =
    await Promise.all([
      import("../backend.ts"),
      import("../deploy_and_show.ts"),
      import("../rehearsal.ts"),
      import("../stack_command.ts"),
    ]);
  const { stack, tenant } = await loadValid(context, folder, options, true);
  const asked = wanted(stack, tenant, options);
  let real: Backend;
  return await deployAndShow(context, folder, {
    verb: "rehearse",
    ...asked,
    approval: { question: "", savable: false },
    async place(config) {
      real = await openBackend(context, stack, config, options.sandbox);
      return await openRehearsal(context, stack, real, options);
    },
    admit: () => asked.admit!(real.store),
  }, { ...options, yes: true, approveProduction: true });
}
