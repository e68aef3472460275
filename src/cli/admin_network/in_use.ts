import type { Plan } from "../../planning/plan.ts";
import type { Stack } from "../../stack/model.ts";
import { appendAudit } from "../../state/audit.ts";
import { writeNetwork } from "../../tenant/network.ts";
import { goingSubnets, recordedNetwork } from "../../tenant/network_stack.ts";
import { type StackInNetwork, stacksIn } from "../../tenant/stacks_in_network.ts";
import { whoRuns } from "../author.ts";
import type { Context } from "../command.ts";
import { EXIT } from "../exit_code.ts";
import { Failure } from "../failure.ts";
import { counted } from "../view/style.ts";
import type { NetworkRunOptions } from "./options.ts";
import type { NetworkPlace } from "./place.ts";

/** What a plan takes from under stacks. */
export interface Loss {
  stacks: StackInNetwork[];
  /** Ids of the subnets that go; absent: the VPC goes as a whole. */
  subnets?: string[];
}

/** "shop in live (12 components)". */
export const stackText = ({ stack, environment, components, unreadable }: StackInNetwork) =>
  `${stack} in ${environment} (${
    unreadable ? "its state is damaged" : counted(components, "component")
  })`;

/** Who loses what; undefined: nobody. */
export async function lossOf(
  { tenant, document, target }: NetworkPlace,
  plan: Plan,
  stack: Stack,
): Promise<Loss | undefined> {
  const now = recordedNetwork(document);
  const whole = plan.changes.some(({ action }) => action === "replace" || action === "delete");
  const subnets = whole ? undefined : goingSubnets(document, stack);
  if (!now || "removed" in now || subnets?.length === 0) return undefined;
  const all = await stacksIn(target.backend.store, tenant, now.existing.vpcId);
  const stacks = subnets
    ? all.filter(({ subnetIds, unreadable }) =>
      unreadable || subnetIds.some((id) => subnets.includes(id))
    )
    : all;
  return stacks.length > 0 ? { stacks, subnets } : undefined;
}

/**
 * Refuses plans that take the network from under stacks, unless that is forced; then it is audited.
 *
 * @throws Failure with exit 5
 */
export function guardUse(
  context: Context,
  place: NetworkPlace,
  verb: string,
  { force, reason }: NetworkRunOptions,
): (plan: Plan, stack: Stack) => Promise<void> {
  return async (plan, stack) => {
    const loss = await lossOf(place, plan, stack);
    if (!loss) return;
    const { tenant, target, named, ports } = place;
    const stacks = loss.stacks.map(stackText);
    if (!force) {
      const many = counted(stacks.length, "stack");
      throw new Failure({
        code: "network-in-use",
        summary: loss.subnets
          ? `${loss.subnets.join(", ")} can't go: ${many} of ${tenant} may be there`
          : `${many} of ${tenant} would lose the network`,
        why: stacks.join("\n"),
        fix: !loss.subnets
          ? "destroy them, or move them to another network; else --force --reason REASON"
          : await tellToLeave(place, loss.subnets)
          ? "they leave with their next deployment: deploy them, then run this again"
          : "first add subnets that they can move to, and apply that",
      }, EXIT.policy);
    }
    await appendAudit(ports, target.address, {
      ...await whoRuns(context, "."),
      command: `panka ${named.group} ${verb} ${named.arguments}`,
      result: "forced",
      reason,
      details: { tenant, stacks },
    });
  };
}

/** AWS deletes no subnet that something is in: stacks are told of the others alone. False where there are no others. */
async function tellToLeave(
  { tenant, document, ports }: NetworkPlace,
  going: readonly string[],
): Promise<boolean> {
  const now = recordedNetwork(document);
  if (!now || "removed" in now) return false;
  const subnetIds = Object.fromEntries(
    Object.entries(now.existing.subnetIds)
      .map(([kind, ids]) => [kind, ids.filter((id) => !going.includes(id))]),
  );
  if (Object.values(subnetIds).some((ids) => ids.length === 0)) return false;
  const existing = { ...now.existing, subnetIds };
  await writeNetwork(ports, tenant, { ...now, existing });
  return true;
}
