import { lossOf, stackText } from "../admin_network/in_use.ts";
import { addNetworkArguments } from "../admin_network/options.ts";
import {
  claimAddresses,
  type NetworkOptions,
  openNetwork,
  wantedVpc,
} from "../admin_network/place.ts";
import { existingNetwork } from "../admin_network/record.ts";
import type { Context, Define } from "../command.ts";
import { EXIT, type ExitCode } from "../exit_code.ts";
import { Failure } from "../failure.ts";
import { onlinePlan } from "../online_plan.ts";
import { examples } from "../options.ts";
import { planJson, planText } from "../view/plan.ts";

interface Options extends NetworkOptions {
  detailedExitcode?: boolean;
}

export const define: Define = (command, context, done) =>
  examples(
    addNetworkArguments(command).option("--detailed-exitcode", "exit 2 when there are changes"),
    "panka admin network plan notifications-team",
  ).action((tenant, options) => done(plan(context, tenant, options)));

async function plan(context: Context, tenant: string, options: Options): Promise<ExitCode> {
  const { out, world } = context;
  const place = await openNetwork(context, tenant, options);
  const { stack, named } = place;
  if (await existingNetwork(context, place, options.sandbox)) {
    throw new Failure({
      code: "existing-network",
      summary: `the network of ${tenant} was there before, and is as its tenant.yaml says`,
      fix: `panka admin network apply ${named.arguments} tells its stacks; nothing is made`,
    }, EXIT.usage);
  }
  wantedVpc(place);
  await claimAddresses(place, false);
  const unset = { var: [], varFile: [], service: [], component: [] };
  const { made, before } = await onlinePlan(context, stack, { ...options, ...unset }, {
    settings: named.config,
  });
  if (out.format === "table") {
    const last = { last: before?.deployments[0], now: world.clock.wall() };
    out.text(planText(made, out.colors, out.columns, last));
    const loss = await lossOf(place, made, stack);
    if (loss) {
      const stacks = loss.stacks.map(stackText).join(", ");
      out.say(`apply refuses this while stacks stand in what goes: ${stacks}`);
    }
    out.say(
      made.waves.length ? `next: panka admin network apply ${named.arguments}` : "nothing to apply",
    );
  } else await out.document(planJson(made));
  return options.detailedExitcode && made.waves.length ? EXIT.changes : EXIT.done;
}
