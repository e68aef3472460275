import type { Diagnostic, Stack } from "../stack/model.ts";
import { nameClashes } from "./name_clashes.ts";
import type { RenderedStack } from "./render_stack.ts";
import { unitClashes } from "./unit_clashes.ts";

/** What is wrong between components, and only seen once they are rendered. */
export function clashes(stack: Stack, rendered: RenderedStack): Diagnostic[] {
  return [...nameClashes(rendered.graph), ...unitClashes(stack, rendered)];
}
