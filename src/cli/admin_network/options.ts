import { Option } from "@commander-js/extra-typings";
import { usage } from "../failure.ts";
import {
  adding,
  type NewCommand,
  reasonOption,
  type RunOptions,
  runOptions,
  stackOptions,
} from "../options.ts";
import type { NetworkOptions } from "./place.ts";

export interface NetworkRunOptions extends
  NetworkOptions,
  Pick<
    RunOptions,
    "yes" | "autoApprove" | "parallelism" | "lockTimeout" | "healthTimeout" | "sandboxFail"
  > {
  force?: boolean;
  reason?: string;
}

/** Adds what every command about a tenant's network takes. */
export const addNetworkArguments = (command: NewCommand) =>
  command.argument("<tenant>", "name of the tenant").addOption(stackOptions.sandbox);

const { yes, autoApprove, parallelism, lockTimeout, healthTimeout, sandboxFail } = runOptions;
const addOwn = adding<NetworkRunOptions>([
  ...[yes, autoApprove, parallelism, lockTimeout, healthTimeout, sandboxFail],
  new Option("--force", "although stacks stand in it; needs --reason"),
  reasonOption("wanted"),
]);

/** The same, for commands that change it. */
export const addNetworkRunArguments = (command: NewCommand) => addOwn(addNetworkArguments(command));

/** All options of a deployment. @throws Failure where force has no reason */
export function runOptionsOf(options: NetworkRunOptions): RunOptions {
  if (options.force && !options.reason) {
    throw usage("--force needs a reason", "add --reason 'why stacks may lose their network'");
  }
  return { ...options, var: [], varFile: [], allowDataLoss: [] };
}
