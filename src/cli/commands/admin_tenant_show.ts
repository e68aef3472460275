import { describeTenant } from "../../tenant/describe_tenant.ts";
import { openAdmin } from "../admin.ts";
import type { Context, Define } from "../command.ts";
import { type CommonOptions, examples } from "../options.ts";
import { checkTenantName } from "../tenant_answers.ts";
import { nextForTenant, tenantJson, tenantShown } from "../view/tenant.ts";

export const define: Define = (command, context, done) =>
  examples(
    command.argument("<name>", "name of the tenant"),
    "panka admin tenant show team-a",
    "panka admin tenant show team-a -o json | jq .config.limits",
  ).action((name, options) => done(show(context, name, options)));

async function show(context: Context, name: string, options: CommonOptions): Promise<void> {
  const { out, world } = context;
  checkTenantName(name);
  const { ports } = await openAdmin(context, options);
  const tenant = await describeTenant(ports, name);
  if (out.format !== "table") {
    return await out.document({ schema: "panka/tenant@1", ...tenantJson(tenant) });
  }
  out.text(tenantShown(tenant, world.clock.wall(), out.colors, out.columns));
  out.say(nextForTenant(tenant.entry, tenant.damage));
}
