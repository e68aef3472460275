import type { Stack } from "../stack/model.ts";
import type { StateDocument } from "../state/document.ts";
import { recordedStack, withComponentsOf } from "./recorded_stack.ts";

/**
 * A stack with the components in `scope` as desired and all others as recorded: so a run that is
 * narrowed changes nothing else, even where the engine looks at what depends on its targets. Of
 * what is not its own there is only what its own uses.
 */
export function scopedStack(
  stack: Stack,
  scope: ReadonlySet<string>,
  document: StateDocument | undefined,
  owns: (id: string) => boolean,
): Stack {
  const rebuilt = recordedStack(document, { stack, exists: () => true });
  const inScope = stack.components.filter(({ id }) => scope.has(id));
  if (!rebuilt) return { ...stack, components: inScope };
  const others = rebuilt.stack.components.filter(({ id }) => !scope.has(id) && owns(id));
  const lost = rebuilt.lost.map(({ id }) => id).filter((id) => !scope.has(id) && owns(id));
  const own = withComponentsOf({ ...stack, components: [...inScope, ...others] }, stack, lost);
  const used = own.components.flatMap(({ edges }) => edges.map(({ to }) => to))
    .filter((id) => !owns(id));
  return withComponentsOf(own, rebuilt.stack, used);
}
