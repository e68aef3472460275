import type { Command, OptionValues } from "@commander-js/extra-typings";
import type { RunOptions } from "../deployment_options.ts";
import { usage } from "../failure.ts";
import { runOptions, stackOptions } from "../options.ts";
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
export function addNetworkArguments<A extends unknown[], O extends OptionValues>(
  command: Command<A, O>,
) {
  return command.argument("<tenant>", "name of the tenant").addOption(stackOptions.sandbox());
}

/** The same, for commands that change it. */
export function addNetworkRunArguments<A extends unknown[], O extends OptionValues>(
  command: Command<A, O>,
) {
  const { yes, autoApprove, parallelism, lockTimeout, healthTimeout, sandboxFail } = runOptions;
  let all = addNetworkArguments(command);
  for (const option of [yes, autoApprove, parallelism, lockTimeout, healthTimeout, sandboxFail]) {
    all = all.addOption(option() as never) as typeof all;
  }
  return all
    .option("--force", "although stacks stand in it; needs --reason")
    .option("--reason <text>", "why, for the audit record");
}

/** All options of a deployment. @throws Failure where force has no reason */
export function runOptionsOf(options: NetworkRunOptions): RunOptions {
  if (options.force && !options.reason) {
    throw usage("--force needs a reason", "add --reason 'why stacks may lose their network'");
  }
  return { ...options, var: [], varFile: [], allowDataLoss: [] };
}
