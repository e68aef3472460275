import { guardUse } from "../admin_network/in_use.ts";
import {
  addNetworkRunArguments,
  type NetworkRunOptions,
  runOptionsOf,
} from "../admin_network/options.ts";
import { claimAddresses, openNetwork, wantedVpc } from "../admin_network/place.ts";
import { existingNetwork, recordNetwork } from "../admin_network/record.ts";
import { showNetwork } from "../admin_network/show.ts";
import type { Context, Define } from "../command.ts";
import { deployAndShow } from "../deploy_and_show.ts";
import type { ExitCode } from "../exit_code.ts";
import { examples } from "../options.ts";

interface Options extends NetworkRunOptions {
  rollback?: boolean;
}

export const define: Define = (command, context, done) =>
  examples(
    addNetworkRunArguments(command)
      .option("--no-rollback", "when it fails, leave things as they are"),
    "panka admin network apply notifications-team",
  ).addHelpText(
    "after",
    "\nMakes true what spec.networking of the tenant says; stacks of the tenant stand in it from\n" +
      "their next deployment on. A network that is there already (existing) is only looked at.",
  ).action((tenant, options) => done(apply(context, tenant, options)));

async function apply(context: Context, tenant: string, options: Options): Promise<ExitCode | void> {
  const run = runOptionsOf(options);
  const place = await openNetwork(context, tenant, options);
  const existing = await existingNetwork(context, place, options.sandbox);
  if (existing) {
    await recordNetwork(context, place, options, existing);
    return await showNetwork(context, place);
  }
  wantedVpc(place);
  await claimAddresses(place);
  const { stack, named } = place;
  return await deployAndShow(context, undefined, {
    verb: "apply",
    stack,
    named,
    settle: () => recordNetwork(context, place, options),
    check: guardUse(context, place, "apply", options),
    rollback: options.rollback !== false,
    approval: { question: `apply these changes to the network of ${tenant}?`, savable: false },
  }, run);
}
