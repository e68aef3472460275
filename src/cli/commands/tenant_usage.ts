import type { Context, Define, Folder } from "../command.ts";
import type { ExitCode } from "../exit_code.ts";
import { type CommonOptions, examples } from "../options.ts";
import { endWithUnreadable, unreadableStates } from "../unreadable_states.ts";

export const define: Define = (command, context, done) =>
  examples(
    command.argument("[folder]", "a stack of the tenant (default: the nearest one)"),
    "panka tenant usage",
    "panka tenant usage -o json | jq '.stacks | length'",
  ).action((folder, options) => done(usage(context, folder, options)));

async function usage(
  context: Context,
  folder: Folder,
  options: CommonOptions,
): Promise<ExitCode> {
  const { out } = context;
  const [{ tenantPlace }, { tenantStacks, usedOf }, { usageOf }, { usageText }] = await Promise.all(
    [
      import("../tenant_place.ts"),
      import("../../operations/tenant_stacks.ts"),
      import("../../tenant/recorded_stacks.ts"),
      import("../view/tenant_team.ts"),
    ],
  );
  const { tenant, backend, config } = await tenantPlace(context, folder, options);
  const stacks = await tenantStacks(backend, tenant);
  const unreadable = unreadableStates(stacks.map((stack) => stack.unreadable));
  if (out.format !== "table") {
    await out.document({
      schema: "panka/tenant-usage@1",
      tenant,
      limits: config.spec.limits,
      used: usedOf(stacks),
      stacks: stacks.map(({ address: { stack, environment }, state, unreadable }) => {
        const { services, components } = usageOf(state?.document);
        return {
          stack,
          environment,
          components,
          services: Object.fromEntries(services),
          unreadable: unreadable?.message,
        };
      }),
    });
    return endWithUnreadable(out, unreadable);
  }
  out.text(usageText(config, stacks, out.colors, out.columns));
  out.say("next: panka tenant stacks tells who deployed what, and when");
  return endWithUnreadable(out, unreadable);
}
