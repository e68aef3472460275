import { openAdmin, platformSessionJson } from "../admin.ts";
import type { Context, Define } from "../command.ts";
import type { CommonOptions } from "../options.ts";
import { platformConfig } from "../platform_config.ts";
import { wrap } from "../view/style.ts";

export const define: Define = (command, context, done) =>
  command.action((options) => done(show(context, options)));

/** Whose credentials act is asked of AWS: what was so at login may not be so now. */
async function show(context: Context, options: CommonOptions): Promise<void> {
  const { out, world } = context;
  const config = platformConfig(context, world.cwd, options);
  const { identity, platform: { backend } } = await openAdmin(context, options, config);
  const { profile } = config.values;
  const from = config.sources["backend.bucket"];
  if (out.format !== "table") {
    return await out.document(platformSessionJson(backend, profile, identity));
  }
  const rows = [
    ["acts as", identity.arn],
    ["account", identity.account],
    ["profile", profile ?? "none named: as AWS chooses"],
    ["state", `s3://${backend.bucket} (${backend.region}), by ${from?.name ?? "default"}`],
    ["locks", backend.table],
  ];
  out.text(
    rows.map(([name, text]) => `${name!.padEnd(8)} ${wrap(text!, out.columns, " ".repeat(9))}`)
      .join("\n"),
  );
}
