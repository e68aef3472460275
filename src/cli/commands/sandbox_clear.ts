import type { Command } from "@commander-js/extra-typings";
import type { CommandModule } from "../command.ts";
import { examples } from "../help_examples.ts";
import { addStackOptions, type CommonOptions, type StackOptions } from "../options.ts";

export const { define }: CommandModule = {
  define(command: Command, context, done) {
    examples(
      addStackOptions(command.argument("[folder]", "stack folder (default: the nearest one)")),
      "panka sandbox clear -e staging",
    ).addHelpText("after", "\nWhat was changed in the simulated cloud itself stays as it is.")
      .action((folder, given) => {
        const options = given as unknown as StackOptions & CommonOptions;
        done((async () => {
          const [{ knownStack }, { writeOutcomes }, { showSandbox }] = await Promise.all([
            import("../stack_command.ts"),
            import("../sandbox_outcomes.ts"),
            import("../sandbox_view.ts"),
          ]);
          const stack = await knownStack(context, folder, options, true);
          writeOutcomes(context.world, stack, []);
          return await showSandbox(context, folder, stack, options);
        })());
      });
  },
};
