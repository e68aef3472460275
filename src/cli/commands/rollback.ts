import type { Context, Define, Folder } from "../command.ts";
import type { ExitCode } from "../exit_code.ts";
import {
  addRunOptions,
  addScopeOptions,
  addStackArguments,
  examples,
  type RunOptions,
  type ScopeOptions,
} from "../options.ts";

interface Options extends RunOptions, ScopeOptions {
  to?: string;
}

export const define: Define = (command, context, done) =>
  examples(
    addScopeOptions(addRunOptions(addStackArguments(command))).option(
      "--to <deployment>",
      "number or id of a deployment, or a version of the state (default: the last good one)",
    ),
    "panka rollback -e staging",
    "panka rollback -e staging --to 41",
  ).addHelpText(
    "after",
    "\nMakes true what a deployment recorded: specs, variables, images, config files and code as\n" +
      "they were then. Data can't come back.",
  ).action((folder, options) => done(rollback(context, folder, options)));

async function rollback(context: Context, folder: Folder, options: Options): Promise<ExitCode> {
  const [{ rollBack }, { knownStack }, { addressed }] = await Promise.all([
    import("../roll_back.ts"),
    import("../stack_command.ts"),
    import("../recorded.ts"),
  ]);
  const stack = await knownStack(context, folder, options);
  const target = await addressed(context, folder, options);
  return await rollBack(
    context,
    folder,
    { stack, target, to: options.to, scope: options },
    options,
  );
}
