import type { Config } from "../config/resolve.ts";
import type { Context } from "./command.ts";
import { type ConfigOptions, validConfig } from "./config.ts";

/**
 * The settings of a command of the platform's: it acts by the identity of whoever calls, for no tenant, whatever the
 * environment names.
 *
 * @param folder as if a stack were there
 */
export function platformConfig(
  context: Context,
  folder: string,
  options: Pick<ConfigOptions, "config">,
): Config {
  const config = validConfig(context, folder, { config: options.config });
  const { tenant: _, tenantToken: __, ...values } = config.values;
  return { ...config, values };
}
