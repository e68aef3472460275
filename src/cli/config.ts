import { findPankaFile, PANKA_FILE, readPankaFile } from "../config/panka_file.ts";
import { type Config, type ConfigInputs, resolveConfig } from "../config/resolve.ts";
import { readStackSettings } from "../config/stack_file.ts";
import type { Context, Folder } from "./command.ts";
import { EXIT } from "./exit_code.ts";
import { Failure, Invalid, usage } from "./failure.ts";
import type { StackOptions } from "./options.ts";
import { absolute } from "./paths.ts";
import { type KnownSession, SESSION_DAMAGED, Sessions } from "./session_keeping/sessions.ts";
import { stackFolder } from "./stack_command.ts";

export interface ConfigOptions
  extends Pick<StackOptions, "config" | "tenant" | "env" | "environment" | "stack"> {
  /** For the platform: which tenant is meant does not matter. */
  platform?: boolean;
}

/** The settings for the stack that a command's arguments name; their errors are among the diagnostics. */
export function readConfig(context: Context, folder: Folder, options: ConfigOptions): Config {
  const { world } = context;
  const { files, home } = world;
  const root = stackFolder(context, folder, options.stack);
  const inHome = home === undefined ? undefined : `${home}/${PANKA_FILE}`;
  let paths: string[];
  if (options.config !== undefined) {
    if (files.stat(options.config)?.kind !== "file") {
      throw usage(
        `there is no file "${options.config}"`,
        "name a configuration file, or leave it out",
      );
    }
    paths = [options.config];
  } else {
    const nearest = findPankaFile(files, absolute(world.cwd, root), home);
    paths = [nearest, inHome && files.stat(inHome)?.kind === "file" ? inHome : undefined]
      .filter((path) => path !== undefined);
  }
  const inputs: ConfigInputs = {
    flags: { tenant: options.tenant, env: options.env ?? options.environment },
    env: (name) => world.env(name),
    stack: readStackSettings(files, root),
    files: paths.map((path) => readPankaFile(files, path, shown(path, world.cwd, home))),
  };
  const config = withSession(world, inputs);
  if (options.platform) {
    config.diagnostics = config.diagnostics.filter(({ code }) => code !== SESSION_DAMAGED);
    return config;
  }
  const { tenant } = config.sources;
  const own = config.hidden.tenant?.find(({ source }) => source.from === "stack");
  if (own && own.value !== config.values.tenant) {
    config.diagnostics.push({
      severity: "error",
      code: "other-tenant",
      summary: `the stack is of tenant "${own.value}", not of "${config.values.tenant}"`,
      place: own.source.place,
      fix: tenant!.from === "flag"
        ? `leave out --tenant, or write --tenant ${own.value}`
        : `unset ${tenant!.name}: the stack itself says whose it is`,
    });
  }
  return config;
}

/** What the login of the tenant that is meant left, ranks last; sessions of other tenants don't count. */
function withSession(world: Context["world"], inputs: ConfigInputs): Config {
  const config = resolveConfig(inputs);
  const { tenant } = config.values;
  let known: KnownSession | undefined;
  try {
    known = tenant === undefined ? undefined : new Sessions(world).known(tenant);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    // Whoever asks nobody goes on without.
    config.diagnostics.push({ severity: "error", ...error.diagnostic });
  }
  if (!known) return config;
  const { bucket, table, region } = known.backend;
  const session = {
    "backend.bucket": bucket,
    "backend.table": table,
    "backend.region": region,
  };
  return resolveConfig({ ...inputs, session });
}

/** The tenant that is meant where no stack says it: as configured, else of the only session. */
export const meantTenant = ({ values }: Config, world: Context["world"]): string | undefined =>
  values.tenant ?? new Sessions(world).only();

/** As {@link readConfig}; ends the command where the configuration has errors. */
export function validConfig(context: Context, folder: Folder, options: ConfigOptions): Config {
  const config = readConfig(context, folder, options);
  if (config.diagnostics.some((d) => d.severity === "error")) {
    const denied = config.diagnostics.every((d) =>
      d.severity !== "error" || d.code === SESSION_DAMAGED
    );
    throw new Invalid(config.diagnostics, 0, denied ? EXIT.denied : EXIT.error);
  }
  return config;
}

function shown(path: string, cwd: string, home: string | undefined): string {
  if (path.startsWith(`${cwd}/`)) return path.slice(cwd.length + 1);
  return home !== undefined && path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
