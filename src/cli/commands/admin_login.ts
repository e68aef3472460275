import { lockKey } from "../../state/paths.ts";
import { readRegistry } from "../../tenant/registry.ts";
import { openAdmin, platformSessionJson } from "../admin.ts";
import type { Context, Define } from "../command.ts";
import { Failure } from "../failure.ts";
import { type CommonOptions, examples } from "../options.ts";
import { platformConfig } from "../platform_config.ts";
import { keepPlatformLogin } from "../session_keeping/platform_login.ts";
import { counted } from "../view/style.ts";

interface Options extends CommonOptions {
  bucket?: string;
  table?: string;
  region?: string;
  profile?: string;
}

export const define: Define = (command, context, done) =>
  examples(
    command
      .option("--bucket <name>", "bucket of the state (default: as configured)")
      .option("--table <name>", "table of the locks (default: as configured)")
      .option("--region <name>", "where both are (default: as configured)")
      .option("--profile <name>", "AWS profile to act by (default: as AWS chooses)"),
    "panka admin login --bucket acme-panka --table acme-panka-locks --profile platform",
  ).addHelpText(
    "after",
    "\nThere is no password: who may administrate is decided by IAM, of the AWS identity that acts.\n" +
      "Kept are the backend's names and the profile's, for other folders; no credentials.",
  ).action((options) => done(login(context, options)));

async function login(context: Context, options: Options): Promise<void> {
  const { out, world } = context;
  const config = platformConfig(context, world.cwd, options);
  for (const key of ["bucket", "table", "region"] as const) {
    if (options[key] !== undefined) config.values[`backend.${key}`] = options[key];
  }
  if (options.bucket !== undefined) config.values["backend.type"] = "s3";
  if (options.profile !== undefined) {
    config.values.profile = options.profile;
    config.sources.profile = { from: "flag", name: "--profile" };
  }
  const { identity, platform: { backend }, ports, table } = await openAdmin(
    context,
    options,
    config,
  );
  const tenants = await readRegistry(ports.store);
  // Any lock: that the table is there.
  await table.get(lockKey({ stack: "login", environment: "login" }));
  const { profile } = config.values;
  const kept = keepPlatformLogin(world, {
    ...backend,
    ...profile !== undefined && { profile },
  });
  if (kept === undefined) {
    throw new Failure({
      code: "no-home",
      summary: "there is no folder to keep the login in",
      fix:
        "set HOME or XDG_CONFIG_HOME; without a login, PANKA_BACKEND_BUCKET and PANKA_BACKEND_TABLE",
    });
  }
  if (out.format !== "table") {
    return await out.document(platformSessionJson(backend, profile, identity));
  }
  out.say(`${out.errorColors.green("✓")} you act as ${identity.arn}`);
  out.say(
    `state in s3://${backend.bucket}, locks in ${backend.table} (${backend.region}); ${
      counted(tenants.length, "tenant")
    }`,
  );
  out.say(`next: panka admin tenant ${tenants.length > 0 ? "list" : "init"}`);
}
