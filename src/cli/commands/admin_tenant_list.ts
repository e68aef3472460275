import { readRegistry } from "../../tenant/registry.ts";
import { openAdmin } from "../admin.ts";
import type { Context, Define } from "../command.ts";
import { type CommonOptions, examples } from "../options.ts";
import { counted } from "../view/style.ts";
import { tenantsText } from "../view/tenants.ts";

interface Options extends CommonOptions {
  all?: boolean;
}

export const define: Define = (command, context, done) =>
  examples(
    command.option("--all", "also those that are gone for good"),
    "panka admin tenant list",
    "panka admin tenant list -o json | jq -r '.tenants[] | select(.status == \"suspended\").name'",
  ).action((options) => done(list(context, options)));

async function list(context: Context, options: Options): Promise<void> {
  const { out } = context;
  const { ports } = await openAdmin(context, options);
  const known = await readRegistry(ports.store);
  const tenants = options.all ? known : known.filter(({ status }) => status !== "purged");
  if (out.format !== "table") {
    return await out.document({ schema: "panka/tenants@1", tenants });
  }
  if (tenants.length > 0) out.text(tenantsText(tenants, out.colors, out.columns));
  out.say(
    tenants.length > 0
      ? `${counted(tenants.length, "tenant")}; next: panka admin tenant show NAME`
      : "no tenant yet; next: panka admin tenant init",
  );
}
