import type { Stack } from "../stack/model.ts";
import type { StateDocument } from "../state/document.ts";
import { recordedStack, withComponentsOf } from "./recorded_stack.ts";

/**
 * A stack with the components in `scope` as desired and all others as recorded: so a run that is
 * narrowed changes nothing else, even where the engine looks at what depends on its targets.
 */
export function scopedStack(
  stack: Stack,
  scope: ReadonlySet<string>,
  document: StateDocument | undefined,
): Stack {
  const rebuilt = recordedStack(document, { stack, exists: () => true });
  const inScope = stack.components.filter(({ id }) => scope.has(id));
  if (!rebuilt) return { ...stack, components: inScope };
  const others = rebuilt.stack.components.filter(({ id }) => !scope.has(id));
  const lost = rebuilt.lost.map(({ id }) => id).filter((id) => !scope.has(id));
  const components = [...inScope, ...others].sort((a, b) => a.id < b.id ? -1 : 1);
  return withComponentsOf({ ...stack, components }, stack, lost);
}
