import {
  type Command,
  InvalidArgumentError,
  Option,
  type OptionValues,
} from "@commander-js/extra-typings";
import { usage } from "./failure.ts";
import type { Format } from "./output.ts";

/** Options of every command, besides those that it defines itself. */
export function commonOptions(command: Command): void {
  const common = [
    new Option("-o, --output <format>", "how to print").choices(["table", "json", "yaml"]),
    new Option("--color <when>", "colour").choices(["auto", "always", "never"]),
    new Option("--no-input", "never ask"),
    new Option("--config <file>", "read this configuration instead of .panka.yaml"),
    new Option("--tenant <name>", "act for this tenant"),
  ];
  const own = new Set(command.options.map(({ long }) => long));
  for (const option of common) if (!own.has(option.long)) command.addOption(option);
}

export interface CommonOptions {
  output?: Format;
  color?: string;
  input?: boolean;
  config?: string;
  tenant?: string;
}

/** An option that may be given several times; an empty list when it is not. */
export const repeatable = <F extends string>(flags: F, description: string) =>
  new Option(flags, description)
    .argParser((value: string, all: string[]) => [...all, value]).default([] as string[]);

/** Options that choose a stack and an environment. */
export const stackOptions = {
  environment: new Option(
    "-e, --env <name>",
    "environment (default: the only one declared, else dev)",
  ),
  environmentAlias: new Option("--environment <name>", "same as --env").hideHelp(),
  variables: repeatable("--var <key=value>", "set a variable (repeatable)"),
  variableFile: repeatable("--var-file <file>", "read variables from a YAML file (repeatable)"),
  stack: new Option("--stack <name>", "a stack under stacks/").hideHelp(),
  sandbox: new Option(
    "--sandbox",
    "act on a simulated cloud on this machine, kept beside the stack",
  ),
};

export interface StackOptions extends CommonOptions {
  env?: string;
  environment?: string;
  var: string[];
  varFile: string[];
  stack?: string;
  sandbox?: boolean;
}

/** Options that narrow a command to a part of the stack. */
const scopeOptions = {
  service: repeatable(
    "--service <name>",
    "only this service, and what it needs; it alone with locking: service (repeatable)",
  ),
  component: repeatable(
    "--component <service/name>",
    "only this component, and what it needs (repeatable)",
  ),
};

export interface ScopeOptions {
  service: string[];
  component: string[];
}

/** Options of commands that change the cloud. */
export const runOptions = {
  yes: new Option("-y, --yes", "go on without asking"),
  autoApprove: new Option("--auto-approve", "same as --yes").hideHelp(),
  approveProduction: new Option(
    "--approve-production",
    "with a saved plan, or --yes where none can be saved: also in production",
  ),
  allowDataLoss: repeatable(
    "--allow-data-loss <service/name>",
    "let this component be replaced or deleted although it holds data (repeatable; all)",
  ),
  parallelism: new Option("--parallelism <n>", "most resources at work at once")
    .argParser(count(1)).default(10),
  lockTimeout: new Option("--lock-timeout <time>", "how long to wait for a lock that is held")
    .argParser(timespan),
  healthTimeout: new Option(
    "--health-timeout <time>",
    "how long what was changed may take to become healthy",
  ).argParser(timespan).default(600_000, "10m"),
  sandboxFail: repeatable(
    "--sandbox-fail <what>",
    "let service/name[:create|update|delete|health] fail in the sandbox (repeatable)",
  ),
};

export interface RunOptions extends StackOptions {
  yes?: boolean;
  autoApprove?: boolean;
  approveProduction?: boolean;
  allowDataLoss: string[];
  parallelism: number;
  /** Milliseconds. */
  lockTimeout?: number;
  /** Milliseconds. */
  healthTimeout: number;
  sandboxFail: string[];
}

export interface ApplyOptions extends RunOptions, ScopeOptions {
  rollback?: boolean;
}

/** `--reason`, which the audit record says. */
export const reasonOption = (need: "required" | "wanted") =>
  new Option("--reason <text>", "why, for the audit record").makeOptionMandatory(
    need === "required",
  );

/** The members of an interface, as commander takes them. */
type Plain<T> = { [K in keyof T]: T[K] };

/** A command before it says what it takes. */
export type NewCommand = Command<[], Plain<CommonOptions>>;

/** What adds options that give a command `T`. */
export const adding =
  <T>(options: readonly Option[]) =>
  <A extends unknown[], O extends OptionValues>(
    command: Command<A, O>,
  ): Command<A, O & Plain<T>> => {
    for (const option of options) command.addOption(option);
    return command as Command<A, O & Plain<T>>;
  };

const { sandbox: _, ...folderOptions } = stackOptions;

/** Adds the options that say which stack is read, in which environment and with which variables. */
export const addFolderOptions = adding<StackOptions>(Object.values(folderOptions));

/** The same, and `--sandbox`: for commands about what is deployed. */
export const addStackOptions = adding<StackOptions>(Object.values(stackOptions));

/** The same, of a stack that `[folder]` names. */
export const addStackArguments = <A extends unknown[], O extends OptionValues>(
  command: Command<A, O>,
) => addStackOptions(command.argument("[folder]", "stack folder (default: the nearest one)"));

export const addScopeOptions = adding<ScopeOptions>(Object.values(scopeOptions));

/** Adds the options of a command that deploys a stack, besides those that choose it. */
export const addRunOptions = adding<RunOptions>(Object.values(runOptions));

/** Ends a command's help page with examples. */
export function examples<A extends unknown[], O extends OptionValues>(
  command: Command<A, O>,
  ...lines: string[]
): Command<A, O> {
  return command.addHelpText(
    "after",
    `\nExamples:\n${lines.map((line) => `  ${line}`).join("\n")}`,
  );
}

/** A whole number of at least `min`. */
export function count(min: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < min) {
      throw new InvalidArgumentError(`write a whole number of at least ${min}`);
    }
    return value;
  };
}

const UNIT_MS: Record<string, number> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Milliseconds of `30s`, `10m`, `1h`, `90d`. */
export function timespan(text: string): number {
  const parts = /^(\d+)(ms|s|m|h|d)$/.exec(text);
  if (!parts) throw new InvalidArgumentError("write a time such as 30s, 10m or 1h");
  return Number(parts[1]) * UNIT_MS[parts[2]!]!;
}

/** `KEY=VALUE` pairs as an object. */
export function pairs(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(given.map((pair) => {
    const at = pair.indexOf("=");
    if (at < 1) {
      throw usage(
        `--var "${pair}" has no ${at === 0 ? "name" : "value"}`,
        `write --var ${pair.slice(0, at < 0 ? undefined : at) || "NAME"}=VALUE`,
      );
    }
    return [pair.slice(0, at), pair.slice(at + 1)];
  }));
}
