import { guardUse } from "../admin_network/in_use.ts";
import {
  addNetworkRunArguments,
  type NetworkRunOptions,
  runOptionsOf,
} from "../admin_network/options.ts";
import { openNetwork, requireState } from "../admin_network/place.ts";
import { recordNetwork } from "../admin_network/record.ts";
import type { Context, Define } from "../command.ts";
import type { ExitCode } from "../exit_code.ts";
import { examples } from "../options.ts";
import { rollBack } from "../roll_back.ts";

interface Options extends NetworkRunOptions {
  to?: string;
}

export const define: Define = (command, context, done) =>
  examples(
    addNetworkRunArguments(command).option(
      "--to <deployment>",
      "number or id of a deployment, or a version of the state (default: the last good one)",
    ),
    "panka admin network rollback notifications-team",
  ).action((tenant, options) => done(rollback(context, tenant, options)));

async function rollback(context: Context, tenant: string, options: Options): Promise<ExitCode> {
  const run = runOptionsOf(options);
  const place = await openNetwork(context, tenant, options);
  requireState(place);
  const { stack, target, named } = place;
  return await rollBack(context, undefined, {
    stack,
    target,
    to: options.to,
    named,
    settle: () => recordNetwork(context, place, options),
    check: guardUse(context, place, "rollback", options),
  }, run);
}
