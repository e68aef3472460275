import type { Command } from "@commander-js/extra-typings";
import type { CommandModule, Context } from "../command.ts";
import type { ExitCode } from "../exit_code.ts";
import {
  addRunOptions,
  addStackOptions,
  type CommonOptions,
  type ScopeOptions,
  scopeOptions,
  type StackOptions,
} from "../options.ts";
import { loadValid } from "../stack_command.ts";

export interface ApplyOptions extends StackOptions, ScopeOptions, CommonOptions {
  yes?: boolean;
  autoApprove?: boolean;
  approveProduction?: boolean;
  allowDataLoss: string[];
  parallelism: number;
  lockTimeout?: number;
  rollback?: boolean;
  sandbox?: boolean;
  sandboxFail: string[];
  /** What runs, for people; apply when absent. */
  verb?: string;
}

export const { define }: CommandModule = {
  define(command: Command, context, done) {
    addRunOptions(
      addStackOptions(command.argument("[folder]", "stack folder (default: the nearest one)")),
    )
      .addOption(scopeOptions.service())
      .addOption(scopeOptions.component())
      .option("--no-rollback", "when it fails, leave things as they are")
      .action((folder, options) =>
        done(apply(context, folder, options as unknown as ApplyOptions))
      );
  },
};

async function apply(
  context: Context,
  folder: string | undefined,
  options: ApplyOptions,
): Promise<ExitCode> {
  const { stack } = await loadValid(context, folder, options);
  const [{ runDeployment }, { openRunView }] = await Promise.all([
    import("../run_deployment.ts"),
    import("../run_view.ts"),
  ]);
  const view = await openRunView(context, options.verb ?? "apply", stack, folder, options);
  try {
    const ended = await runDeployment(context, stack, options, view);
    view.close();
    await view.end(ended);
    return ended.exitCode as ExitCode;
  } finally {
    view.close();
  }
}
