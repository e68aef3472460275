import type { Command } from "@commander-js/extra-typings";
import type { RunEvent } from "../../operations/events.ts";
import type { CommandModule, Context } from "../command.ts";
import { EXIT, type ExitCode } from "../exit_code.ts";
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
