import { recordedComponents } from "../planning/plan.ts";
import type { Component, Stack } from "../stack/model.ts";
import type { StateDocument } from "../state/document.ts";
import { type Loss, recordedStack, withComponentsOf } from "./recorded_stack.ts";

export interface Restored {
  stack: Stack;
  /** What can't come back, and why. */
  losses: Loss[];
}

/**
 * An earlier deployment's stack, to be made true again. Where its code is not kept, a component
 * keeps the code that it runs now; where nothing of it can be rebuilt, it stays as it is.
 */
export function restoredStack(
  earlier: StateDocument,
  current: StateDocument,
  folder: Stack,
  kept?: ReadonlyMap<string, string>,
): Restored | undefined {
  const now = recordedComponents(current);
  const rebuilt = recordedStack(earlier, { stack: folder, exists: (id) => now.has(id), kept });
  const present = recordedStack(current, { stack: folder, exists: () => true });
  if (!rebuilt || !present) return undefined;
  const frozen = new Set(rebuilt.frozen.map(({ id }) => id));
  const components = rebuilt.stack.components.map((component) =>
    frozen.has(component.id) ? withCodeOf(component, now.get(component.id)!.files) : component
  );
  const stack = withComponentsOf(
    { ...rebuilt.stack, components },
    present.stack,
    rebuilt.lost.map(({ id }) => id),
  );
  return {
    stack,
    losses: [
      ...rebuilt.lost,
      ...rebuilt.frozen.map(({ id, why }) => ({ id, why: `its code stays as it is: ${why}` })),
    ],
  };
}

/** Code that is not at hand, with the hash of what runs now. */
function withCodeOf(component: Component, now: Record<string, string>): Component {
  const files = Object.entries(component.files).map(([name, file]) =>
    [
      name,
      file.path === "" && file.text === undefined
        ? { ...file, sha256: now[name] ?? file.sha256 }
        : file,
    ] as const
  );
  return { ...component, files: Object.fromEntries(files) };
}
