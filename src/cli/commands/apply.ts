import type { Context, Define, Folder } from "../command.ts";
import type { ExitCode } from "../exit_code.ts";
import { sameStack } from "../next_step.ts";
import {
  addRunOptions,
  addScopeOptions,
  addStackOptions,
  type ApplyOptions,
  examples,
} from "../options.ts";

export const define: Define = (command, context, done) =>
  examples(
    addScopeOptions(
      addRunOptions(
        addStackOptions(
          command.argument(
            "[folder|planfile]",
            "stack folder (default: the nearest one), or a plan that panka plan --out saved",
          ),
        ),
      ),
    )
      .option("--no-rollback", "when it fails, leave things as they are"),
    "panka apply -e staging",
    "panka plan -e production --out new.plan && panka apply new.plan --approve-production",
  ).action((folder, options) => done(apply(context, folder, options)));

async function apply(context: Context, folder: Folder, options: ApplyOptions): Promise<ExitCode> {
  const [{ deployAndShow, wanted }, { isSavedPlan, openSavedPlan }, { loadValid }] = await Promise
    .all([
      import("../deploy_and_show.ts"),
      import("../saved_plan.ts"),
      import("../stack_command.ts"),
    ]);
  const question = (environment: string) => `apply these changes to ${environment}?`;
  if (folder !== undefined && isSavedPlan(context, folder)) {
    const { stack, scope, bound, sandbox } = openSavedPlan(context, folder, options);
    const place = stack.folder === "." ? undefined : stack.folder;
    context.out.again = sameStack(place, stack.environment, { sandbox });
    return await deployAndShow(context, place, {
      verb: "apply",
      ...wanted(stack, undefined, options),
      scope: () => scope,
      bound,
      approval: { question: question(stack.environment), saved: folder, savable: true },
    }, { ...options, sandbox });
  }
  const { stack, tenant } = await loadValid(context, folder, options, true);
  return await deployAndShow(context, folder, {
    verb: "apply",
    ...wanted(stack, tenant, options),
    approval: { question: question(stack.environment), savable: true },
  }, options);
}
