import type { Json, SecretReference } from "../../state/document.ts";
import { isExpression } from "../references.ts";
import type { Expression, ResourceGraph, Value } from "../resource.ts";
import { type CheckpointResource, isCheckpointSecret } from "./checkpoint.ts";
import { resourceOfUrn } from "./urn.ts";

type Output = Json | SecretReference;
type Outputs = Record<string, Record<string, Output>>;

/** A value that leads to a secret: where it lives. */
class Secret {
  constructor(readonly where: string) {}
}

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
  const resolver = new Resolver(resources);
  const outputs: Outputs = {};
  for (const [component, values] of Object.entries(graph.outputs)) {
    const known: Record<string, Output> = {};
    for (const [name, value] of Object.entries(values)) {
      const result = resolver.resolve(value) ?? resolver.exported(`${component}.${name}`, value);
      if (result instanceof Secret) known[name] = { $secret: result.where };
      else if (result !== undefined) known[name] = result;
    }
    outputs[component] = known;
  }
  return outputs;
}

class Resolver {
  readonly #byKey = new Map<string, CheckpointResource>();
  readonly #exported: { [name: string]: Json };

  constructor(resources: readonly CheckpointResource[]) {
    for (const resource of resources) {
      const key = resourceOfUrn(resource.urn)?.key;
      if (key !== undefined) this.#byKey.set(key, resource);
    }
    this.#exported = resources.find((r) => r.type === "pulumi:pulumi:Stack")?.outputs ?? {};
  }

  /** Lookups aren't in a checkpoint; what the program made of them is. */
  exported(name: string, value: Value): Json | undefined {
    const found = this.#exported[name];
    if (found === undefined || isCheckpointSecret(found)) return undefined;
    return needsLookup(value) ? found : undefined;
  }

  /** `undefined`: not known. */
  resolve(value: Value): Json | Secret | undefined {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return whole(value.map((v) => this.resolve(v)), (all) => all);
    if (isExpression(value)) return this.#expression(value);
    const names = Object.keys(value);
    return whole(
      names.map((name) => this.resolve(value[name]!)),
      (all) => Object.fromEntries(all.map((item, i) => [names[i]!, item])),
    );
  }

  #expression(value: Expression): Json | Secret | undefined {
    if ("$attr" in value) return this.#attribute(...value.$attr);
    if ("$join" in value) {
      return whole(value.$join.map((v) => this.resolve(v)), (all) => all.map(text).join(""));
    }
    if ("$json" in value) return whole([this.resolve(value.$json)], ([v]) => JSON.stringify(v));
    if ("$secret" in value) return new Secret(value.$secret);
    return undefined;
  }

  #attribute(key: string, path: string): Json | Secret | undefined {
    const resource = this.#byKey.get(key);
    if (path === "id" && resource?.id) return resource.id;
    let value: Json | undefined = resource?.outputs;
    for (const step of path.split(/[.[\]]+/).filter(Boolean)) {
      if (typeof value !== "object" || value === null) return undefined;
      value = Array.isArray(value) ? value[Number(step)] : value[step];
      if (value !== undefined && isCheckpointSecret(value)) return new Secret(`${key}#${path}`);
    }
    return value;
  }
}

function whole(
  parts: (Json | Secret | undefined)[],
  make: (all: Json[]) => Json,
): Json | Secret | undefined {
  const secret = parts.find((part) => part instanceof Secret);
  if (secret) return secret;
  if (parts.includes(undefined)) return undefined;
  return make(parts as Json[]);
}

const text = (value: Json) => typeof value === "string" ? value : JSON.stringify(value);

function needsLookup(value: Value): boolean {
  if (typeof value !== "object" || value === null) return false;
  return "$lookup" in value || Object.values(value).some(needsLookup);
}
