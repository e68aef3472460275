import { dependenciesOf } from "../ports/references.ts";
import type { Resource, ResourceGraph } from "../engine/resource.ts";
import { recordedComponents } from "../planning/plan.ts";
import { renderStack } from "../planning/render_stack.ts";
import type { Stack } from "../stack/model.ts";
import type { StateDocument } from "../state/document.ts";
import { withFrozenCode } from "./frozen_code.ts";
import { type Loss, recordedStack } from "./recorded_stack.ts";

/**
 * The resources that a state records, as they were asked for, for making a copy of them. Those that
 * can't be rebuilt from it are there by type and name alone; `bare` says whose, and why.
 */
export function recordedGraph(
  document: StateDocument,
  today: Stack,
): { graph: ResourceGraph; bare: Loss[] } {
  const recorded = new Map(
    [...recordedComponents(document).values()].flatMap(({ resources }) =>
      Object.entries(resources)
    ),
  );
  const rebuilt = recordedStack(document, { stack: today, exists: () => true });
  const rendered = rebuilt
    ? withFrozenCode(renderStack(rebuilt.stack).graph)
    : { resources: [], lookups: [], outputs: {} };
  // Another version of panka may render a kind otherwise.
  const whole = new Map(
    rendered.resources.filter(({ key, type, physicalName }) => {
      const known = recorded.get(key);
      return known?.type === type && known.physicalName === physicalName;
    }).map((resource) => [resource.key, resource]),
  );
  const resources = [...recorded].map(([key, { type, physicalName }]): Resource => {
    const known = whole.get(key);
    if (known && dependenciesOf(known).every((needed) => recorded.has(needed))) return known;
    return { key, type, physicalName, properties: {} };
  });
  return {
    graph: { resources, lookups: rendered.lookups, outputs: {} },
    bare: rebuilt?.lost ?? [],
  };
}
