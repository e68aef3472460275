import type { Context, Define, Folder } from "../command.ts";
import type { ExitCode } from "../exit_code.ts";
import { addRunOptions, addStackArguments, examples, type RunOptions } from "../options.ts";

export const define: Define = (command, context, done) =>
  examples(
    addRunOptions(
      addStackArguments(command),
    ),
    "panka destroy -e staging",
    "panka destroy -e staging --allow-data-loss data/orders-db",
  ).addHelpText(
    "after",
    "\nHistory stays. What holds data is only deleted where --allow-data-loss names it; what is\n" +
      "protected (deletionProtection) is not: set that to false and apply it first.",
  ).action((folder, options) => done(destroy(context, folder, options)));

async function destroy(context: Context, folder: Folder, options: RunOptions): Promise<ExitCode> {
  const [{ deployAndShow }, { knownStack }] = await Promise.all([
    import("../deploy_and_show.ts"),
    import("../stack_command.ts"),
  ]);
  // What was deployed can be deleted although the folder has errors.
  const stack = await knownStack(context, folder, options);
  return await deployAndShow(context, folder, {
    verb: "destroy",
    stack: { ...stack, components: [], services: [], outputs: {} },
    // What failed to be deleted is not made again.
    rollback: false,
    approval: {
      question: `delete everything of ${stack.name} in ${stack.environment}?`,
      typed: true,
      savable: false,
    },
  }, options);
}
