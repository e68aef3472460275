import { guardUse } from "../admin_network/in_use.ts";
import {
  addNetworkRunArguments,
  type NetworkRunOptions,
  runOptionsOf,
} from "../admin_network/options.ts";
import { openNetwork, requireState } from "../admin_network/place.ts";
import { recordNetwork } from "../admin_network/record.ts";
import type { Context, Define } from "../command.ts";
import { deployAndShow } from "../deploy_and_show.ts";
import type { ExitCode } from "../exit_code.ts";
import { examples } from "../options.ts";

export const define: Define = (command, context, done) =>
  examples(addNetworkRunArguments(command), "panka admin network destroy notifications-team")
    .addHelpText(
      "after",
      "\nDeletes what panka made; a network that was there before stays. Refused while stacks of the\n" +
        "tenant stand in it.",
    ).action((tenant, options) => done(destroy(context, tenant, options)));

async function destroy(
  context: Context,
  tenant: string,
  options: NetworkRunOptions,
): Promise<ExitCode> {
  const run = runOptionsOf(options);
  const place = await openNetwork(context, tenant, options);
  requireState(place);
  const { stack, named } = place;
  return await deployAndShow(context, undefined, {
    verb: "destroy",
    stack: { ...stack, components: [], services: [], outputs: {} },
    named,
    settle: () => recordNetwork(context, place, options),
    check: guardUse(context, place, "destroy", options),
    // What failed to be deleted is not made again.
    rollback: false,
    approval: {
      question: `delete the network of ${tenant}?`,
      typed: { what: "the tenant's name", word: tenant },
      savable: false,
    },
  }, run);
}
