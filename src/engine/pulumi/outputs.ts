import type { Json, SecretReference } from "../../state/document.ts";
import { type Known, resolveValue, Secret, valueAt } from "../resolve.ts";
import type { ResourceGraph, Value } from "../resource.ts";
import { type CheckpointResource, isCheckpointSecret } from "./checkpoint.ts";
import { resourceOfUrn } from "./urn.ts";

type Outputs = Record<string, Record<string, Json | SecretReference>>;

/**
 * The outputs of every component as far as they are known from a checkpoint, so that a run that
 * failed half way has outputs too. An output that needs a resource which isn't there is left out;
 * one that is a secret, or holds one, is told as where the (first) secret lives: its path in
 * Secrets Manager, or "resource key#attribute".
 */
export function resolveOutputs(
  graph: ResourceGraph,
  resources: readonly CheckpointResource[],
): Outputs {
  const byKey = new Map(resources.flatMap((resource) => {
    const key = resourceOfUrn(resource.urn)?.key;
    return key === undefined ? [] : [[key, resource] as const];
  }));
  // Lookups aren't in a checkpoint; what the program made of them is.
  const exported = resources.find((r) => r.type === "pulumi:pulumi:Stack")?.outputs ?? {};
  const answers = {
    attribute: (key: string, path: string) => attributeOf(byKey.get(key), key, path),
    lookup: () => undefined,
    secret: (reference: string) => new Secret(reference),
  };
  const outputs: Outputs = {};
  for (const [component, values] of Object.entries(graph.outputs)) {
    const known: Outputs[string] = {};
    for (const [name, value] of Object.entries(values)) {
      let result: Known = resolveValue(value, answers);
      if (result === undefined && needsLookup(value)) result = exported[`${component}.${name}`];
      if (result instanceof Secret) known[name] = { $secret: result.where };
      else if (result !== undefined && !isCheckpointSecret(result)) known[name] = result;
    }
    outputs[component] = known;
  }
  return outputs;
}

/** What an attribute of a resource is in a checkpoint. */
export function attributeOf(
  resource: CheckpointResource | undefined,
  key: string,
  path: string,
): Known {
  if (path === "id" && resource?.id) return resource.id;
  // A secret hides all that is below it.
  for (const end of path.matchAll(/[.[]|$/g)) {
    const value = valueAt(resource?.outputs, path.slice(0, end.index));
    if (value !== undefined && isCheckpointSecret(value)) return new Secret(`${key}#${path}`);
  }
  return valueAt(resource?.outputs, path);
}

function needsLookup(value: Value): boolean {
  if (typeof value !== "object" || value === null) return false;
  return "$lookup" in value || Object.values(value).some(needsLookup);
}
