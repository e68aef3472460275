import { addNetworkArguments } from "../admin_network/options.ts";
import { openNetwork } from "../admin_network/place.ts";
import { showNetwork } from "../admin_network/show.ts";
import type { Define } from "../command.ts";
import { examples } from "../options.ts";

export const define: Define = (command, context, done) =>
  examples(addNetworkArguments(command), "panka admin network show notifications-team").action((
    tenant,
    options,
  ) =>
    done(
      openNetwork(context, tenant, options)
        .then((place) => showNetwork(context, place)),
    )
  );
