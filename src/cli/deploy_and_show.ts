import type { Stack } from "../stack/model.ts";
import type { TenantDocuments } from "../tenant/documents.ts";
import { checkLimits } from "./check_limits.ts";
import type { Context, Folder } from "./command.ts";
import type { ExitCode } from "./exit_code.ts";
import { sameRun, sameStack } from "./next_step.ts";
import type { ApplyOptions, RunOptions, ScopeOptions } from "./options.ts";
import { type DeploymentRequest, runDeployment } from "./run_deployment.ts";
import { openRunView } from "./run_view.ts";
import { scopeFor } from "./scope_option.ts";

/** What the options of `apply` and its like want of a stack, within what its tenant may have. */
export const wanted = (
  stack: Stack,
  tenant: TenantDocuments | undefined,
  options: ApplyOptions,
): Pick<DeploymentRequest, "stack" | "scope" | "admit" | "rollback"> => ({
  stack,
  scope: (document) => scopeFor(stack, document, options),
  admit: (store) => checkLimits(stack, tenant, store),
  rollback: options.rollback !== false && stack.rollback,
});

/** Runs what a command wants and shows it, from the lock to what to do next. */
export async function deployAndShow(
  context: Context,
  folder: Folder,
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
