import type { Diagnostic, Stack } from "../stack/model.ts";
import { fewSubnets } from "./few_subnets.ts";
import { nameClashes } from "./name_clashes.ts";
import { overlappingEvents } from "./overlapping_events.ts";
import { type RenderedStack, VPC_LOOKUP } from "./render_stack.ts";
import { unheardEvents } from "./unheard_events.ts";
import { unitClashes } from "./unit_clashes.ts";

/** What is wrong between components, and only seen once they are rendered. */
export function clashes(stack: Stack, rendered: RenderedStack): Diagnostic[] {
  return [
    ...missingNetwork(stack, rendered),
    ...fewSubnets(rendered.graph),
    ...nameClashes(rendered.graph),
    ...overlappingEvents(rendered.graph),
    ...unheardEvents(stack, rendered),
    ...unitClashes(stack, rendered),
  ];
}

/** The default VPC is no stand-in for a network that comes later: AWS can't move what stands in one. */
function missingNetwork({ tenant, networking }: Stack, { graph }: RenderedStack): Diagnostic[] {
  if (!networking?.awaited || !graph.lookups.some(({ key }) => key === VPC_LOOKUP)) return [];
  return [{
    severity: "error",
    code: "no-network",
    summary: `the network of tenant "${tenant}" is not made yet, and the stack needs one`,
    fix: `ask the platform team: panka admin network apply ${tenant}`,
  }];
}
