import { isMapping } from "../schema/check.ts";
import type { Path } from "../schema/problem.ts";
import { type Document, placeIn } from "./documents.ts";
import type { Place } from "./model.ts";

/** A part of a document that is laid over what came before. */
export interface Layer {
  document: Document;
  /** Path of `value` in the document. */
  base: Path;
  value: Record<string, unknown>;
}

const named = (list: unknown[]): list is { name: unknown }[] =>
  list.length > 0 && list.every((item) => isMapping(item) && typeof item.name === "string");

/** Later wins: maps merge deeply, lists whose items have `name` merge by name, other lists are replaced. */
export function merge(under: unknown, over: unknown): unknown {
  if (isMapping(under) && isMapping(over)) {
    const merged: Record<string, unknown> = { ...under };
    for (const [key, value] of Object.entries(over)) {
      merged[key] = key in under ? merge(under[key], value) : value;
    }
    return merged;
  }
  if (Array.isArray(under) && Array.isArray(over) && named(under) && named(over)) {
    const merged: { name: unknown }[] = [...under];
    for (const item of over) {
      const at = merged.findIndex((known) => known.name === item.name);
      if (at < 0) merged.push(item);
      else merged[at] = merge(merged[at], item) as { name: unknown };
    }
    return merged;
  }
  return over;
}

export const mergeLayers = (layers: readonly Layer[]): Record<string, unknown> =>
  layers.length === 1
    ? layers[0]!.value
    : layers.reduce((under, layer) => merge(under, layer.value) as Record<string, unknown>, {});

/** `path` of the merged value as a path of the layer's own value; undefined when the layer does not have it. */
function pathIn(layer: unknown, merged: unknown, path: Path): Path | undefined {
  const own: (string | number)[] = [];
  let here = layer;
  let there = merged;
  for (const step of path) {
    if (Array.isArray(here) && typeof step === "number") {
      const item = Array.isArray(there) ? there[step] : undefined;
      const name = isMapping(item) ? item.name : undefined;
      const byName = name === undefined
        ? -1
        : here.findIndex((i) => isMapping(i) && i.name === name);
      const at = byName >= 0 ? byName : step;
      if (at >= here.length) return undefined;
      own.push(at);
      here = here[at];
      there = item;
    } else if (isMapping(here) && Object.hasOwn(here, String(step))) {
      own.push(step);
      here = here[String(step)];
      there = isMapping(there) ? there[String(step)] : undefined;
    } else return undefined;
  }
  return own;
}

/** The layer that a value comes from, and where it stands in its document. */
export function origin(
  layers: readonly Layer[],
  merged: unknown,
  path: Path,
): { document: Document; path: Path } | undefined {
  for (const layer of layers.toReversed()) {
    const own = pathIn(layer.value, merged, path);
    if (own && (own.length > 0 || path.length === 0)) {
      return { document: layer.document, path: [...layer.base, ...own] };
    }
  }
  return undefined;
}

/** Where a value of the merged tree is written; the nearest parent's place when it is nowhere. */
export function placeInLayers(
  layers: readonly Layer[],
  merged: unknown,
  path: Path,
  what: "key" | "value",
): Place | undefined {
  for (let length = path.length; length > 0; length--) {
    const found = origin(layers, merged, path.slice(0, length));
    if (found) return placeIn(found.document, found.path, length === path.length ? what : "key");
  }
  // The whole spec: the component's own document is where a reader looks.
  const own = layers.find((layer) => layer.base.length === 1) ?? layers[0];
  return own && placeIn(own.document, own.base, "key");
}
