import type { Context } from "./command.ts";
import type { ExitCode } from "./exit_code.ts";
import { sameRun, sameStack } from "./next_step.ts";
import type { RunOptions, ScopeOptions } from "./options.ts";
import { type DeploymentRequest, runDeployment } from "./run_deployment.ts";
import { openRunView } from "./run_view.ts";

/** Runs what a command wants and shows it, from the lock to what to do next. */
export async function deployAndShow(
  context: Context,
  folder: string | undefined,
  request: DeploymentRequest,
  options: RunOptions & Partial<ScopeOptions>,
): Promise<ExitCode> {
  const { verb, stack, named } = request;
  const same = named?.arguments ?? sameStack(folder, stack.environment, options);
  const view = await openRunView(context, {
    verb,
    group: named?.group,
    allowDataLoss: options.allowDataLoss,
    arguments: same,
    again: request.again ?? sameRun(same, options),
  });
  try {
    const ended = await runDeployment(context, request, options, view);
    view.close();
    await request.settle?.();
    await view.end(ended);
    return ended.exitCode as ExitCode;
  } finally {
    view.close();
  }
}
