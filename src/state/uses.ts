import { canonicalJson } from "./canonical.ts";
import { sha256 } from "./codec.ts";
import type { ComponentState } from "./document.ts";

/**
 * sha256 (hex) over what a component gets of other services, as it is recorded: when it changes,
 * the component has to be deployed anew, and nothing in its own service tells. Undefined where it
 * uses none.
 */
export function usesOf(
  id: string,
  { dependsOn }: Pick<ComponentState, "dependsOn">,
  recorded: ReadonlyMap<string, ComponentState>,
): string | undefined {
  const service = id.split("/", 1)[0];
  const others = dependsOn.filter((other) => other.split("/", 1)[0] !== service).sort();
  if (others.length === 0) return undefined;
  const given = others.map((other) => {
    const { outputs = {}, resources = {} } = recorded.get(other) ?? {};
    const ids = Object.entries(resources).map(([key, { urn, id }]) => [key, id ?? urn ?? ""]);
    return { other, outputs, ids: Object.fromEntries(ids) };
  });
  return sha256(canonicalJson(given));
}
