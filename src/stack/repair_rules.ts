import { check, isMapping, type Scope, UNRESOLVED } from "../schema/check.ts";
import type { Field } from "../schema/field.ts";
import { findEntry } from "./catalog.ts";
import { HEAD, metadata } from "./core_kinds.ts";

/** Keys that hold a block, in documents of a kind. */
export function blockKeys(kind: string | undefined): readonly string[] {
  const entry = kind === undefined ? undefined : findEntry(kind);
  return ["metadata", "spec", ...new Set(entry ? blocksIn(entry.spec) : [])];
}

/** Names of the fields inside that hold a mapping or a list. */
function blocksIn(field: Field): string[] {
  if (field.type === "list") return blocksIn(field.item);
  if (field.type === "map") return blocksIn(field.value);
  if (field.type !== "object") return [];
  return Object.entries(field.fields).flatMap(([name, inner]) =>
    ["object", "list", "map"].includes(inner.type) ? [name, ...blocksIn(inner)] : []
  );
}

/** So wrong that the difference no longer matters. */
const MOST_COUNTED = 100;

/** How much is wrong with documents by themselves: to tell a good repair from one that only parses. */
export function problemsOf(documents: readonly unknown[]): number {
  let count = 0;
  const scope: Scope = {
    get full() {
      return count > MOST_COUNTED;
    },
    report: ({ severity }) => void (count += severity === "error" ? 1 : 0),
    component: (name) => name,
    output: (component, output) => ({ $from: component, output }),
    written: () => undefined,
  };
  for (const document of documents) {
    if (document === null || document === undefined) continue;
    if (!isMapping(document)) return Infinity;
    const { kind, metadata: meta, spec } = document;
    const entry = findEntry(String(kind));
    count += Object.keys(document).filter((key) => !HEAD.includes(key)).length * 2;
    count += HEAD.filter((key) => document[key] === undefined).length;
    if (!entry) count += 2;
    check(metadata, meta ?? {}, [], scope);
    if (entry && !entry.open) check(entry.spec, withoutVariables(spec ?? {}), [], scope);
  }
  return count;
}

function withoutVariables(value: unknown): unknown {
  if (typeof value === "string") return value.includes("${") ? UNRESOLVED : value;
  if (Array.isArray(value)) return value.map(withoutVariables);
  if (!isMapping(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withoutVariables(item)]),
  );
}
