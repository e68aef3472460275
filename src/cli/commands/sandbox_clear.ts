import type { Context, Define, Folder } from "../command.ts";
import { addStackArguments, examples, type StackOptions } from "../options.ts";

export const define: Define = (command, context, done) =>
  examples(addStackArguments(command), "panka sandbox clear -e staging")
    .addHelpText("after", "\nWhat was changed in the simulated cloud itself stays as it is.")
    .action((folder, options) => done(clear(context, folder, options)));

async function clear(context: Context, folder: Folder, options: StackOptions): Promise<void> {
  const [{ knownStack }, { writeOutcomes }, { showSandbox }] = await Promise.all([
    import("../stack_command.ts"),
    import("../sandbox_outcomes.ts"),
    import("../sandbox_view.ts"),
  ]);
  const stack = await knownStack(context, folder, options, true);
  writeOutcomes(context.world, stack, []);
  await showSandbox(context, folder, stack, options);
}
