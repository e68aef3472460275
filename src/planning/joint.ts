import type { Resource, Value } from "../engine/resource.ts";

/**
 * Adds to a resource what another component brings: lists are joined, what only one says
 * holds for all, and what both say must be the same.
 */
export function addTo(resource: Resource, properties: Resource["properties"], before: string[]) {
  for (const [name, value] of Object.entries(properties)) {
    const known = resource.properties[name];
    if (known === undefined) resource.properties[name] = value;
    else if (Array.isArray(known) && Array.isArray(value)) {
      resource.properties[name] = [...known, ...value];
    } else if (!same(known, value)) {
      throw new Error(`"${resource.key}" is given two values of "${name}"`);
    }
  }
  const all = new Set([...resource.dependsOn ?? [], ...before]);
  resource.dependsOn = all.size ? [...all] : undefined;
}

const same = (a: Value, b: Value) => JSON.stringify(a) === JSON.stringify(b);
