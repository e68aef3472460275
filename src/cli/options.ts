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

const collect = (value: string, all: string[]) => [...all, value];

/** Options that choose a stack and an environment. */
export const stackOptions = {
  environment: () =>
    new Option("-e, --env <name>", "environment (default: the only one declared, else dev)"),
  environmentAlias: () => new Option("--environment <name>", "same as --env").hideHelp(),
  variables: () =>
    new Option("--var <key=value>", "set a variable (repeatable)").argParser(collect).default(
      [] as string[],
    ),
  variableFile: () =>
    new Option("--var-file <file>", "read variables from a YAML file (repeatable)").argParser(
      collect,
    ).default([] as string[]),
  stack: () => new Option("--stack <name>", "a stack under stacks/").hideHelp(),
  sandbox: () =>
    new Option("--sandbox", "act on a simulated cloud on this machine, kept beside the stack"),
};

/** Adds the options that say which stack is read, in which environment and with which variables. */
export function addFolderOptions<A extends unknown[], O extends OptionValues>(
  command: Command<A, O>,
): Command<A, O> {
  const { sandbox: _, ...options } = stackOptions;
  for (const option of Object.values(options)) command.addOption(option());
  return command;
}

/** The same, and `--sandbox`: for commands about what is deployed. */
export function addStackOptions<A extends unknown[], O extends OptionValues>(
  command: Command<A, O>,
): Command<A, O> {
  addFolderOptions(command).addOption(stackOptions.sandbox());
  return command;
}

export interface StackOptions {
  env?: string;
  environment?: string;
  var: string[];
  varFile: string[];
  stack?: string;
  sandbox?: boolean;
}

/** Options that narrow a command to a part of the stack. */
export const scopeOptions = {
  service: () =>
    new Option(
      "--service <name>",
      "only this service, and what it needs; it alone with locking: service (repeatable)",
    ).argParser(collect).default([] as string[]),
  component: () =>
    new Option("--component <service/name>", "only this component, and what it needs (repeatable)")
      .argParser(collect).default([] as string[]),
};

export interface ScopeOptions {
  service: string[];
  component: string[];
}

/** Options of commands that change the cloud. */
export const runOptions = {
  yes: () => new Option("-y, --yes", "go on without asking"),
  autoApprove: () => new Option("--auto-approve", "same as --yes").hideHelp(),
  approveProduction: () =>
    new Option(
      "--approve-production",
      "with a saved plan, or --yes where none can be saved: also in production",
    ),
  allowDataLoss: () =>
    new Option(
      "--allow-data-loss <service/name>",
      "let this component be replaced or deleted although it holds data (repeatable; all)",
    ).argParser(collect).default([] as string[]),
  parallelism: () =>
    new Option("--parallelism <n>", "most resources at work at once").argParser(count(1))
      .default(10),
  lockTimeout: () =>
    new Option("--lock-timeout <time>", "how long to wait for a lock that is held")
      .argParser(timespan),
  healthTimeout: () =>
    new Option("--health-timeout <time>", "how long what was changed may take to become healthy")
      .argParser(timespan).default(600_000, "10m"),
  sandboxFail: () =>
    new Option(
      "--sandbox-fail <what>",
      "let service/name[:create|update|delete|health] fail in the sandbox (repeatable)",
    ).argParser(collect).default([] as string[]),
};

/** Adds all of {@link runOptions}. */
export function addRunOptions<A extends unknown[], O extends OptionValues>(
  command: Command<A, O>,
): Command<A, O> {
  for (const option of Object.values(runOptions)) command.addOption(option());
  return command;
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
