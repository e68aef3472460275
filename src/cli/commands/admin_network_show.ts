import type { Command } from "@commander-js/extra-typings";
import { addNetworkArguments } from "../admin_network/options.ts";
import { type NetworkOptions, openNetwork } from "../admin_network/place.ts";
import { showNetwork } from "../admin_network/show.ts";
import type { CommandModule } from "../command.ts";
import { examples } from "../help_examples.ts";

export const { define }: CommandModule = {
  define(command: Command, context, done) {
    examples(
      addNetworkArguments(command),
      "panka admin network show notifications-team",
    ).action((tenant, options) =>
      done(
        openNetwork(context, tenant, options as unknown as NetworkOptions)
          .then((place) => showNetwork(context, place)),
      )
    );
  },
};
