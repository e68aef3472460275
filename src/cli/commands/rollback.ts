import type { Command } from "@commander-js/extra-typings";
import type { CommandModule, Context } from "../command.ts";
import type { RunOptions } from "../deployment_options.ts";
import type { ExitCode } from "../exit_code.ts";
import { Failure } from "../failure.ts";
import { examples } from "../help_examples.ts";
import { addRunOptions, addStackOptions } from "../options.ts";

interface Options extends RunOptions {
  to?: string;
}

export const { define }: CommandModule = {
  define(command: Command, context, done) {
    examples(
      addRunOptions(
        addStackOptions(command.argument("[folder]", "stack folder (default: the nearest one)")),
      ).option(
        "--to <deployment>",
        "number or id of a deployment, or a version of the state (default: the last good one)",
      ),
      "panka rollback -e staging",
      "panka rollback -e staging --to 41",
    ).addHelpText(
      "after",
      "\nMakes true what a deployment recorded: specs, variables, images and config files as they\n" +
        "were then. Data, and code from a folder that has changed since, can't come back.",
    ).action((folder, options) => done(rollback(context, folder, options as unknown as Options)));
  },
};

async function rollback(
  context: Context,
  folder: string | undefined,
  options: Options,
): Promise<ExitCode> {
  const [
    { deployAndShow },
    { knownStack },
    { addressed, recordedState },
    { NoTarget, rollbackTarget },
    { restoredStack },
  ] = await Promise.all([
    import("../deploy_and_show.ts"),
    import("../stack_command.ts"),
    import("../recorded.ts"),
    import("../../operations/rollback_target.ts"),
    import("../../operations/restored_stack.ts"),
  ]);
  const stack = await knownStack(context, folder, options);
  const target = await addressed(context, folder, options);
  const current = (await recordedState(target)).document;
  const found = await rollbackTarget(
    target.backend.store,
    target.address,
    current,
    options.to,
  ).catch((error) => {
    if (!(error instanceof NoTarget)) throw error;
    throw new Failure({ code: "no-target", summary: error.message, fix: error.fix });
  });
  const restored = restoredStack(found.document, current, stack);
  if (!restored) {
    throw new Failure({
      code: "no-target",
      summary: "that version says nothing of what was deployed",
      fix: "panka history lists deployments",
    });
  }
  const { out } = context;
  const what = found.means;
  out.note(`going back to ${what}, of ${new Date(found.at).toISOString()}`);
  for (const { id, why } of restored.losses) out.note(`  ${id} can't come back as it was: ${why}`);
  return await deployAndShow(context, folder, {
    verb: "rollback",
    // Whether it is production, and how it is locked, is said today, not then.
    stack: { ...restored.stack, production: stack.production, locking: current.locking },
    rollback: true,
    approval: {
      question: `go back to ${what} in ${stack.environment}?`,
      savable: false,
    },
  }, options);
}
