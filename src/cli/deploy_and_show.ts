import type { Context } from "./command.ts";
import type { RunOptions } from "./deployment_options.ts";
import type { ExitCode } from "./exit_code.ts";
import { type DeploymentRequest, runDeployment } from "./run_deployment.ts";
import { openRunView } from "./run_view.ts";

/** Runs what a command wants and shows it, from the lock to what to do next. */
export async function deployAndShow(
  context: Context,
  folder: string | undefined,
  request: DeploymentRequest,
  options: RunOptions,
): Promise<ExitCode> {
  const view = await openRunView(context, request.verb, request.stack, folder, options);
  try {
    const ended = await runDeployment(context, request, options, view);
    view.close();
    await view.end(ended);
    return ended.exitCode as ExitCode;
  } finally {
    view.close();
  }
}
