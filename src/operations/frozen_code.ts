import type { Resource, ResourceGraph, Value } from "../engine/resource.ts";

/** Code whose content nobody has any more: rebuilt from a state, which keeps its hash alone. */
const isGone = (value: Value | undefined): boolean =>
  typeof value === "object" && value !== null && "$archive" in value && value.$archive === "";

/** The graph with code that is not at hand left as AWS has it. Such a resource can only be updated, not created. */
export function withFrozenCode(graph: ResourceGraph): ResourceGraph {
  if (!graph.resources.some(hasGone)) return graph;
  return { ...graph, resources: graph.resources.map((r) => hasGone(r) ? frozen(r) : r) };
}

const hasGone = ({ properties }: Resource) => Object.values(properties).some(isGone);

function frozen(resource: Resource): Resource {
  const gone = Object.keys(resource.properties).filter((name) => isGone(resource.properties[name]));
  return {
    ...resource,
    // The engine wants a value, and then takes the one that it knows.
    properties: {
      ...resource.properties,
      ...Object.fromEntries(gone.map((name) => [name, { $inlineArchive: { gone: "" } }])),
    },
    ignoreChanges: [...resource.ignoreChanges ?? [], ...gone],
  };
}
