import { formerCode } from "../operations/kept_code.ts";
import { restoredStack } from "../operations/restored_stack.ts";
import { NoTarget, rollbackTarget } from "../operations/rollback_target.ts";
import type { Stack } from "../stack/model.ts";
import { pankaFolder } from "./backend.ts";
import { codeArchive } from "./code_archive.ts";
import type { Context, Folder } from "./command.ts";
import { deployAndShow } from "./deploy_and_show.ts";
import type { ExitCode } from "./exit_code.ts";
import { Failure } from "./failure.ts";
import { sameRun, sameStack, shellWord } from "./next_step.ts";
import type { RunOptions, ScopeOptions } from "./options.ts";
import { type Addressed, recordedState } from "./recorded.ts";
import type { DeploymentRequest } from "./run_deployment.ts";
import { scopeFor } from "./scope_option.ts";

export interface RollBack extends Pick<DeploymentRequest, "named" | "check" | "settle"> {
  /** As it is described today. */
  stack: Stack;
  target: Addressed;
  /** Number or id of a deployment, or a version; absent: the last good one. */
  to?: string;
  /** Absent: all. */
  scope?: ScopeOptions;
}

/** Makes true what an earlier deployment recorded. */
export async function rollBack(
  context: Context,
  folder: Folder,
  { stack: today, target, to, scope, ...request }: RollBack,
  options: RunOptions,
): Promise<ExitCode> {
  const { named } = request;
  const current = (await recordedState(target)).document;
  const found = await rollbackTarget(target.backend.store, target.address, current, to)
    .catch((error) => {
      if (!(error instanceof NoTarget)) throw error;
      const fix = named
        ? `panka ${named.group} show ${named.arguments} lists deployments`
        : error.fix;
      throw new Failure({ code: "no-target", summary: error.message, fix });
    });
  const { backend: { store }, address } = target;
  const archive = codeArchive(context.world, store, address, `${pankaFolder(today)}/code`);
  const kept = await formerCode(found.document, today, archive.bring);
  const restored = restoredStack(found.document, current, today, kept);
  if (!restored) {
    throw new Failure({
      code: "no-target",
      summary: "that version says nothing of what was deployed",
      fix: "choose another with --to",
    });
  }
  const { out } = context;
  const what = found.means;
  out.note(`going back to ${what}, of ${new Date(found.at).toISOString()}`);
  for (const { id, why } of restored.losses) out.note(`  ${id} can't come back as it was: ${why}`);
  // Whether it is production, and how it is locked, is said today, not then.
  const { production, approvalWaived } = today;
  const stack = { ...restored.stack, production, approvalWaived, locking: current.locking };
  return await deployAndShow(context, folder, {
    ...request,
    verb: "rollback",
    again: named ? undefined : sameRun(
      `${sameStack(folder, today.environment, options)} --to ${
        shellWord(to ?? what.replace("deployment ", ""))
      }`,
      { ...options, ...scope },
    ),
    stack,
    scope: (document) => scope && scopeFor(stack, document, scope),
    rollback: true,
    approval: {
      question: `go back to ${what} in ${stack.environment}?`,
      savable: false,
    },
  }, options);
}
