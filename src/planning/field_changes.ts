import { isMapping } from "../schema/check.ts";
import type { Field, ObjectField } from "../schema/field.ts";
import type { Json } from "../state/document.ts";

/** One field that differs between recorded and desired spec. */
export interface FieldChange {
  /** "instance.class", "environment[LOG_LEVEL]". */
  path: string;
  /** Absent: was not set. */
  old?: Json;
  /** Absent: no longer set. */
  new?: Json;
  forcesReplacement: boolean;
  /** Why AWS replaces, from the field's description. */
  why?: string;
}

/** What differs between two checked specs of a kind, leaf by leaf; lists of named items are compared by name. */
export function fieldChanges(
  schema: ObjectField,
  old: Json | undefined,
  desired: Json | undefined,
): FieldChange[] {
  const changes: FieldChange[] = [];
  compare(schema, old, desired, "", undefined, changes);
  return changes;
}

const named = (value: Json[]): boolean =>
  value.length > 0 && value.every((item) => isMapping(item) && typeof item.name === "string");

function compare(
  field: Field | undefined,
  old: Json | undefined,
  desired: Json | undefined,
  path: string,
  replaces: string | undefined,
  changes: FieldChange[],
): void {
  if (equal(old, desired)) return;
  const why = replaces ?? field?.meta.replaces;
  const inner = (key: string) =>
    field?.type === "object" ? field.fields[key] : field?.type === "map" ? field.value : undefined;
  const isLeaf = (value: Json | undefined) =>
    isMapping(value) && ("$from" in value || "$join" in value);
  if (isMapping(old) && isMapping(desired) && !isLeaf(old) && !isLeaf(desired)) {
    for (const key of new Set([...Object.keys(old), ...Object.keys(desired)])) {
      compare(inner(key), old[key], desired[key], path ? `${path}.${key}` : key, why, changes);
    }
    return;
  }
  if (Array.isArray(old) && Array.isArray(desired) && named([...old, ...desired])) {
    const item = field?.type === "list" ? field.item : undefined;
    const byName = (list: Json[]) => new Map(list.map((it) => [(it as { name: string }).name, it]));
    const before = byName(old);
    const after = byName(desired);
    for (const name of new Set([...before.keys(), ...after.keys()])) {
      compare(item, before.get(name), after.get(name), `${path}[${name}]`, why, changes);
    }
    return;
  }
  changes.push({ path, old, new: desired, forcesReplacement: why !== undefined, why });
}

export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) =>
    Object.hasOwn(b, key) &&
    equal((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key])
  );
}
