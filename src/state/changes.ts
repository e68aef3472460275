import { sameJson } from "./canonical.ts";
import type { StateDocument } from "./document.ts";

/** One field that differs. `old` or `new` is undefined where the field is missing. */
export interface FieldChange {
  /** Member names and list positions, from the outside in. */
  path: string[];
  old: unknown;
  new: unknown;
}

/** What differs in every version, and says nothing. */
const NOISE = new Set(["checksum", "writeId", "serial", "writtenBy", "lastEdit"]);

/** Two versions of a stack's state, field by field, in the order of member names. */
export function diffStates(older: StateDocument, newer: StateDocument): FieldChange[] {
  const changes: FieldChange[] = [];
  compare([], older, newer, changes);
  return changes.filter(({ path }) => !NOISE.has(path[0]!));
}

function compare(path: string[], older: unknown, newer: unknown, changes: FieldChange[]): void {
  if (sameJson(older, newer)) return;
  if (!isTree(older) || !isTree(newer) || Array.isArray(older) !== Array.isArray(newer)) {
    changes.push({ path, old: older, new: newer });
    return;
  }
  for (const key of [...new Set([...Object.keys(older), ...Object.keys(newer)])].sort(order)) {
    compare([...path, key], own(older, key), own(newer, key), changes);
  }
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function own(tree: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(tree, key) ? tree[key] : undefined;
}

function order(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)];
  return Number.isNaN(x) || Number.isNaN(y) ? (a < b ? -1 : 1) : x - y;
}
