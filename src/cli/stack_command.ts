import type { LoadOptions } from "../stack/load.ts";
import type { Diagnostic, Stack } from "../stack/model.ts";
import type { TenantDefaults } from "../stack/tenant_defaults.ts";
import type { Context, Folder } from "./command.ts";
import { Failure, Invalid, usage } from "./failure.ts";
import { sameStack } from "./next_step.ts";
import { pairs, type StackOptions } from "./options.ts";
import { stackFileIn } from "./paths.ts";
import type { LoadedFor } from "./tenant_documents.ts";

/** The stack folder that the user means: as given, `--stack NAME`, or the nearest with a stack.yaml at or above here. */
export function stackFolder({ world }: Context, folder: Folder, stack?: string): string {
  if (folder !== undefined) return folder.replace(/(.)\/+$/, "$1");
  if (stack !== undefined) return `stacks/${stack}`;
  let relative = ".";
  for (let here = world.cwd;;) {
    if (stackFileIn(world.files, here)) return relative;
    const parent = here.replace(/[/\\][^/\\]*$/, "");
    if (parent === here || parent === "") return ".";
    here = parent;
    relative = relative === "." ? ".." : `../${relative}`;
  }
}

/** The folder of a stack to which files can be added: refuses where there is none, or only one file. */
export function editableStack(context: Context, folder: Folder, stack: string | undefined): string {
  const { files } = context.world;
  const root = stackFolder(context, folder, stack);
  if (files.stat(root)?.kind === "file") {
    throw new Failure({
      code: "one-file",
      summary: `"${root}" is a stack in one file`,
      fix: "edit it, or split it into a folder with stack.yaml and services/",
    });
  }
  if (!stackFileIn(files, root)) {
    throw new Failure({
      code: "no-stack",
      summary: root === "." ? "there is no stack here or above" : `"${root}" is no stack`,
      fix: "go to its folder or name it; panka stack list shows those below, panka init writes one",
    });
  }
  return root;
}

/**
 * Loads the stack that a command's arguments name, over what its tenant gives; `config`: what is wrong with the
 * configuration.
 *
 * @param asks whether AWS may be asked for the tenant's documents, once the stack is known to be right; else they are
 *   as they were when last read
 * @param head whether only the stack's own document counts
 */
export async function loadFor(
  context: Context,
  folder: Folder,
  options: StackOptions,
  { asks = false, head = false } = {},
): Promise<LoadedFor & { config: Diagnostic[] }> {
  const { world } = context;
  // They know every kind: not for those who only ask for help.
  const [{ loadStack }, { readConfig }] = await Promise.all([
    import("../stack/load.ts"),
    import("./config.ts"),
  ]);
  const config = readConfig(context, folder, options);
  const { values, sources } = config;
  // What nobody has set is the stack's own to choose.
  const set = (key: "env" | "region") => sources[key]?.from === "default" ? undefined : values[key];
  const given: LoadOptions = {
    root: stackFolder(context, folder, options.stack),
    environment: set("env"),
    variables: { ...await variablesFromFiles(context, options.varFile), ...pairs(options.var) },
    region: set("region"),
    tenant: values.tenant,
    head,
  };
  const load = (defaults?: TenantDefaults) => loadStack(world.files, { ...given, defaults });
  const loaded = values.tenant === undefined
    ? load()
    : await (await import("./tenant_documents.ts"))
      .loadOver(context, config, { sandbox: options.sandbox, asks }, load);
  const { partial } = loaded;
  if (partial) context.out.again = sameStack(folder, partial.environment, options);
  return { ...loaded, config: config.diagnostics };
}

/** Bytes of a file of variables. */
const MOST_VARIABLES = 1024 * 1024;

async function variablesFromFiles(
  { world }: Context,
  paths: readonly string[],
): Promise<Record<string, string>> {
  const all: Record<string, string> = {};
  for (const path of paths) {
    const { parseYaml, locate } = await import("../stack/yaml.ts");
    const stat = world.files.stat(path);
    if (stat?.kind !== "file") {
      throw usage(`--var-file "${path}" is not a file`, "name a YAML file of NAME: value lines");
    }
    if (stat.size > MOST_VARIABLES) {
      throw usage(
        `--var-file "${path}" has ${stat.size} bytes; at most ${MOST_VARIABLES} are read`,
        "name a YAML file of NAME: value lines",
      );
    }
    const source = new TextDecoder().decode(world.files.read(path));
    const yaml = parseYaml(source);
    const value = yaml.documents[0]?.value ?? {};
    if (yaml.error || typeof value !== "object" || Array.isArray(value)) {
      throw usage(
        `--var-file "${path}" is not a mapping of names to values`,
        "write one NAME: value a line",
      );
    }
    for (const [name, item] of Object.entries(value!)) {
      if (typeof item === "object" && item !== null) {
        throw usage(`"${name}" in ${path} is not a single value`, `write ${name}: VALUE`);
      }
      const span = locate(yaml, 0, [name], "value")!;
      // 1.10 stays 1.10.
      all[name] = typeof item === "string" ? item : source.slice(span.start, span.end);
    }
  }
  return all;
}

/**
 * Loads a stack that must be right: says everything that is wrong, then ends the command. Warnings are shown, notes
 * are validate's.
 *
 * @param asks as {@link loadFor} has it
 */
export async function loadValid(
  context: Context,
  folder: Folder,
  options: StackOptions,
  asks = false,
): Promise<{ stack: Stack } & Pick<LoadedFor, "diagnostics" | "tenant">> {
  const loaded = await loadFor(context, folder, options, { asks });
  const { stack, diagnostics, tenant } = loaded;
  if (!stack) throw new Invalid(diagnostics, loaded.dropped);
  context.out.diagnostics(diagnostics.filter((d) => d.severity === "warning"));
  return { stack, diagnostics, tenant };
}

/**
 * Loads a stack of which little has to be right: its name and its environment. Says what is wrong only where that is
 * not.
 *
 * @param head as {@link loadFor} has it
 */
export async function knownStack(
  context: Context,
  folder: Folder,
  options: StackOptions,
  head = false,
): Promise<Stack> {
  const { partial, diagnostics, dropped } = await loadFor(context, folder, options, {
    asks: true,
    head,
  });
  if (partial && !diagnostics.some((d) => d.code === "unknown-environment")) return partial;
  throw new Invalid(diagnostics, dropped);
}
