import type { Plan } from "../../planning/plan.ts";
import { appendAudit } from "../../state/audit.ts";
import { recordedNetwork } from "../../tenant/network_stack.ts";
import { type StackInNetwork, stacksIn } from "../../tenant/stacks_in_network.ts";
import { whoRuns } from "../author.ts";
import type { Context } from "../command.ts";
import { EXIT } from "../exit_code.ts";
import { Failure } from "../failure.ts";
import { counted } from "../view/style.ts";
import type { NetworkRunOptions } from "./options.ts";
import type { NetworkPlace } from "./place.ts";

/** Stacks that a plan takes the network from under. */
export async function losers(
  { tenant, document, target }: NetworkPlace,
  plan: Plan,
): Promise<StackInNetwork[]> {
  const now = recordedNetwork(document);
  const goes = plan.changes.some(({ action }) => action === "replace" || action === "delete");
  if (!goes || !now || "removed" in now) return [];
  return await stacksIn(target.backend.store, tenant, now.existing.vpcId);
}

/** "shop in live (12 components)". */
export const stackText = ({ stack, environment, components }: StackInNetwork) =>
  `${stack} in ${environment} (${counted(components, "component")})`;

/**
 * Refuses plans that take the VPC from under stacks, unless that is forced; then it is audited.
 *
 * @throws Failure with exit 5
 */
export function guardUse(
  context: Context,
  place: NetworkPlace,
  verb: string,
  { force, reason }: NetworkRunOptions,
): (plan: Plan) => Promise<void> {
  return async (plan) => {
    const stacks = await losers(place, plan);
    if (stacks.length === 0) return;
    const { tenant, target, named } = place;
    if (!force) {
      throw new Failure({
        code: "network-in-use",
        summary: `${counted(stacks.length, "stack")} of ${tenant} would lose the network`,
        why: stacks.map(stackText).join("\n"),
        fix: `destroy them, or move them to another network; else --force --reason REASON`,
      }, EXIT.policy);
    }
    const { user, host, ciRunUrl, gitCommit } = await whoRuns(context, ".");
    const { clock, random } = context.world;
    await appendAudit(
      { store: target.backend.store, clock, random },
      { ...target.address, tenant },
      {
        user,
        host,
        ciRunUrl,
        gitCommit,
        command: `panka ${named.group} ${verb} ${named.arguments}`,
        result: "forced",
        reason,
        details: { stacks: stacks.map(stackText) },
      },
    );
  };
}
