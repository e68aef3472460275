import type { Context, Define, Folder } from "../command.ts";
import type { ExitCode } from "../exit_code.ts";
import { type CommonOptions, examples } from "../options.ts";
import { endWithUnreadable, unreadableStates } from "../unreadable_states.ts";
import { deploymentJson } from "../view/deployments.ts";
import { lockJson } from "../view/locks.ts";
import { counted } from "../view/style.ts";

interface Options extends CommonOptions {
  all?: boolean;
}

export const define: Define = (command, context, done) =>
  examples(
    command.argument("[folder]", "a stack of the tenant (default: the nearest one)")
      .option("--all", "also those of which nothing is left"),
    "panka tenant stacks",
    "panka tenant stacks -o json | jq -r '.stacks[] | select(.state != \"ready\").stack'",
  ).action((folder, options) => done(stacks(context, folder, options)));

async function stacks(context: Context, folder: Folder, options: Options): Promise<ExitCode> {
  const { out, world } = context;
  const [{ tenantPlace }, { conditionOf, tenantStacks }, { usageOf }, { tenantStacksText }] =
    await Promise.all([
      import("../tenant_place.ts"),
      import("../../operations/tenant_stacks.ts"),
      import("../../tenant/recorded_stacks.ts"),
      import("../view/tenant_team.ts"),
    ]);
  const { tenant, backend } = await tenantPlace(context, folder, options);
  const all = await tenantStacks(backend, tenant);
  const unreadable = unreadableStates(all.map((stack) => stack.unreadable));
  const found = all.filter((stack) => options.all || conditionOf(stack) !== "empty");
  if (out.format !== "table") {
    await out.document({
      schema: "panka/tenant-stacks@1",
      tenant,
      stacks: found.map((stack) => {
        const { address, state, locks, unreadable } = stack;
        const last = state?.document.deployments[0];
        return {
          stack: address.stack,
          environment: address.environment,
          state: conditionOf(stack),
          unreadable: unreadable?.message,
          components: usageOf(state?.document).components,
          lastDeployment: last ? deploymentJson(last) : null,
          locks: locks.map(lockJson),
        };
      }),
    });
    return endWithUnreadable(out, unreadable);
  }
  if (found.length > 0) {
    out.text(tenantStacksText(found, world.clock.wall(), out.colors, out.columns));
  }
  out.say(
    found.length > 0
      ? `${counted(found.length, "stack")} of ${tenant}`
      : `${tenant} has no stack; next: panka apply`,
  );
  return endWithUnreadable(out, unreadable);
}
