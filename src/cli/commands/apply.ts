import type { Command } from "@commander-js/extra-typings";
import { Option } from "@commander-js/extra-typings";
import type { RunEvent } from "../../operations/events.ts";
import type { CommandModule, Context } from "../command.ts";
import { EXIT, type ExitCode } from "../exit_code.ts";
import {
  addStackOptions,
  type CommonOptions,
  count,
  type ScopeOptions,
  scopeOptions,
  type StackOptions,
  timespan,
} from "../options.ts";
import { loadValid } from "../stack_command.ts";

export interface ApplyOptions extends StackOptions, ScopeOptions, CommonOptions {
  yes?: boolean;
  autoApprove?: boolean;
  approveProduction?: boolean;
  allowDataLoss: string[];
  parallelism: number;
  lockTimeout?: number;
}

export const { define }: CommandModule = {
  define(command: Command, context, done) {
    addStackOptions(command.argument("[folder]", "stack folder (default: the nearest one)"))
      .addOption(scopeOptions.service())
      .addOption(scopeOptions.component())
      .option("-y, --yes", "go on without asking")
      .addOption(new Option("--auto-approve", "same as --yes").hideHelp())
      .option("--approve-production", "with --yes: also where the environment is production")
      .addOption(
        new Option(
          "--allow-data-loss <service/name>",
          "let this component be replaced or deleted although it holds data (repeatable; all)",
        )
          .argParser((value: string, all: string[]) => [...all, value]).default([] as string[]),
      )
      .addOption(
        new Option("--parallelism <n>", "most resources at work at once").argParser(count(1))
          .default(10),
      )
      .addOption(
        new Option("--lock-timeout <time>", "how long to wait for a lock that is held").argParser(
          timespan,
        ),
      )
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
  const { out } = context;
  const { stack } = await loadValid(context, folder, options);
  const [{ runDeployment }, view, { planText, summaryText }] = await Promise.all([
    import("../run_deployment.ts"),
    import("../view/progress.ts"),
    import("../view/plan.ts"),
  ]);
  const show = (event: RunEvent) => {
    if (out.format === "json") return out.text(JSON.stringify(event));
    if (event.type === "summary") return;
    const line = view.eventLine(event, out.errorColors);
    if (line !== undefined) out.note(line);
  };
  const ended = await runDeployment(context, stack, options, {
    onEvent: show,
    onPlan(plan) {
      if (out.format === "table") out.note(planText(plan, out.errorColors, out.columns));
      else show({ type: "diagnostic", at: 0, severity: "warning", message: summaryText(plan) });
    },
  });
  if (out.format === "json") out.text(JSON.stringify(ended));
  else {
    const next = ended.exitCode === EXIT.done
      ? `next: panka status${folder ? ` ${folder}` : ""}`
      : "next: mend it, then panka apply again; it goes on from here";
    out.text(view.endingText(ended, out.colors, next));
  }
  return ended.exitCode as ExitCode;
}
