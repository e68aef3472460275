import type { Config } from "../config/resolve.ts";
import type { Context } from "./command.ts";
import { type ConfigOptions, validConfig } from "./config.ts";
import { usage } from "./failure.ts";
import { platformLogin } from "./session_keeping/platform_login.ts";

/**
 * The settings of a command of the platform's: it acts by the identity of whoever calls, for no tenant, whatever the
 * environment names.
 *
 * @param folder as if a stack were there
 * @throws Failure where `--tenant` is given
 */
export function platformConfig(
  context: Context,
  folder: string,
  options: Pick<ConfigOptions, "config" | "tenant">,
): Config {
  if (options.tenant !== undefined) {
    throw usage("--tenant is not for commands of the platform", "write the name without it");
  }
  const config = validConfig(context, folder, { config: options.config, platform: true });
  const { tenant: _, tenantToken: __, ...values } = config.values;
  return withLogin(context, { ...config, values });
}

/** The backend and the profile of `admin login`, where nothing else names them. */
function withLogin({ world }: Context, config: Config): Config {
  const login = platformLogin(world);
  if (!login || config.sources["backend.type"]?.from !== "default") return config;
  const { bucket, table, region, profile } = login;
  const source = { from: "session", name: "admin login" } as const;
  const own = {
    "backend.type": "s3",
    "backend.bucket": bucket,
    "backend.table": table,
    "backend.region": region,
    ...config.values.profile === undefined && !world.env("AWS_ACCESS_KEY_ID") &&
      profile !== undefined && { profile },
  };
  const sources = Object.fromEntries(Object.keys(own).map((key) => [key, source]));
  return {
    ...config,
    values: { ...config.values, ...own },
    sources: { ...config.sources, ...sources },
  };
}
