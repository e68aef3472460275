import type { Field, Fields, ObjectField } from "../../schema/field.ts";
import type { Edit } from "./edit.ts";
import { type Head, keyOf } from "./head.ts";
import type { Span } from "../yaml.ts";
import { columnOf, linesOf, lineStart, newlineOf, shifted } from "./lines.ts";
import { isShortProbe, probeEdit } from "./probe.ts";
import { type Entry, entryOf, type MappingNode, type Node } from "./tree.ts";

/** Something that stands in an older place: what moves it, or why it stays. */
export interface Move {
  key: string;
  what: string;
  /** Absent: it can't be moved without losing something. */
  edits?: Edit[];
}

/** What of a document stands in an older place. Only one can be moved at a time. */
export function movesOf(source: string, head: Head): Move[] {
  const moves: Move[] = [];
  const spec = entryOf(head.node, "spec")?.value;
  if (spec?.type !== "mapping") return moves;
  if (head.kind === "Stack" || head.kind === "Service") {
    const move = moveOf(source, head.node, ["spec", "description"], ["metadata", "description"]);
    const what = "description is metadata";
    if (move) {
      moves.push({ key: keyOf(head, ["description"]), what, ...head.overlay ? {} : move });
    }
  }
  walk(head.spec, spec, []);
  return moves;

  function walk(given: Field, node: Node, path: readonly string[]): void {
    const field = given.type === "json" && given.part ? given.part.spec : given;
    if (node.marked || field.type !== "object" || node.type !== "mapping") return;
    if (field.fields.readiness && field.fields.path && isShortProbe(node)) {
      const edit = probeEdit(source, node);
      const what = "healthCheck is readiness";
      const edits = edit && [{ ...edit, what }];
      moves.push({ key: keyOf(head, path), what, edits });
      return;
    }
    for (const { key, value } of node.entries) {
      const inner = field.fields[key.text];
      if (inner) walk(inner, value, [...path, key.text]);
    }
    if (path.length > 0 && path.at(-2) !== "defaults") return;
    for (const from of oldPlaces(field)) {
      const move = moveOf(source, node, from.path, from.to);
      const what = `${from.path.join(".")} is ${from.to.join(".")}`;
      if (move) moves.push({ key: keyOf(head, [...path, ...from.path]), what, ...move });
    }
  }
}

/** Fields, and fields of fields, that say where else they are written now. */
function oldPlaces(field: ObjectField): { path: string[]; to: string[] }[] {
  const within = (fields: Fields, above: string[]): { path: string[]; to: string[] }[] =>
    Object.entries(fields).flatMap(([name, inner]) => {
      const path = [...above, name];
      const { movedTo } = inner.meta;
      if (movedTo !== undefined) return [{ path, to: movedTo.split(".") }];
      return above.length === 0 && inner.type === "object" ? within(inner.fields, path) : [];
    });
  return within(field.fields, []);
}

/** Moves one entry of `base` (`a` or `a.b`) to another place in it; undefined when there is nothing to move. */
function moveOf(
  source: string,
  base: MappingNode,
  path: readonly string[],
  to: readonly string[],
): Pick<Move, "edits"> | undefined {
  const entry = entryAt(base, path);
  if (!entry) return undefined;
  const lines = linesOf(source, entry);
  const column = columnOf(source, entry);
  const parent = path.length > 1 ? entryOf(base, path[0]!) : undefined;
  if (!lines || column === undefined || entryAt(base, to)) return {};
  const removed = parent && (parent.value as MappingNode).entries.length === 1
    ? withoutParent(source, parent, lines)
    : { ...lines, text: "" };
  const into = entryOf(base, to[0]!)?.value;
  if (removed && to.length > 1 && into?.type === "mapping" && into.flow) {
    return intoBraces(source, entry, lines, removed, into, to);
  }
  const target = targetOf(source, base, to, parent ?? entry);
  if (!target) return {};
  const { start, end } = entry.key;
  const renamed = source.slice(lines.start, start) + to.at(-1) + source.slice(end, lines.end);
  const newline = newlineOf(source);
  const moved = shifted(
    renamed.endsWith("\n") ? renamed : renamed + newline,
    target.column - column,
  );
  if (!removed || moved === undefined) return {};
  const what = `${path.join(".")} is ${to.join(".")}`;
  // Never inside what is removed.
  const inside = target.at > removed.start && target.at < removed.end;
  const at = inside ? removed.end : target.at;
  return {
    edits: [{ ...removed, what }, { start: at, end: at, text: target.above + moved, what }],
  };
}

/** Moves an entry to the end of a mapping in braces, where it fits on that line as it is. */
function intoBraces(
  source: string,
  { key, value }: Entry,
  lines: Span,
  removed: Span & { text: string },
  into: MappingNode,
  to: readonly string[],
): Pick<Move, "edits"> {
  const text = source.slice(value.start, value.end);
  const quoted = value.type === "scalar" && /^(single|double)$/.test(value.style);
  const plain = value.type === "scalar" && value.style === "plain" && /^[\w ./-]+$/.test(text);
  const fits = (quoted || plain) && !value.marked && !text.includes("\n");
  if (!fits || source.slice(lines.start, lines.end).includes("#") || into.entries.length === 0) {
    return {};
  }
  const what = `${key.text} is ${to.join(".")}`;
  const { value: last, key: lastKey } = into.entries.at(-1)!;
  const at = Math.max(last.end, lastKey.end);
  const added = { start: at, end: at, text: `, ${to.at(-1)}: ${text}`, what };
  return { edits: [{ ...removed, what }, added] };
}

const entryAt = (base: MappingNode, path: readonly string[]): Entry | undefined =>
  path.length === 1 ? entryOf(base, path[0]!) : entryOf(entryOf(base, path[0]!)?.value, path[1]!);

/** Removes a mapping with its only entry; undefined when a comment would go with it. */
function withoutParent(
  source: string,
  parent: Entry,
  lines: Span,
): Span & { text: string } | undefined {
  const start = lineStart(source, parent.key.start);
  if (!/^\s*:\s*$/.test(source.slice(parent.key.end, lines.start))) return undefined;
  // A document keeps its spec.
  const text = parent.key.text === "spec" ? `spec: {}${newlineOf(source)}` : "";
  return { start, end: lines.end, text };
}

/** Where the new entry goes: behind the last of its new neighbours, or in a new mapping behind `near`. */
function targetOf(
  source: string,
  base: MappingNode,
  to: readonly string[],
  near: Entry,
): { at: number; column: number; above: string } | undefined {
  const neighbours = to.length > 1 ? entryOf(base, to[0]!)?.value : undefined;
  const behind = neighbours ? entryOf(neighbours, "name") ?? lastOf(neighbours) : near;
  const span = behind && linesOf(source, behind);
  const column = behind && columnOf(source, behind);
  if (!span || column === undefined || source[span.end - 1] !== "\n") return undefined;
  const opens = to.length > 1 && !neighbours;
  return {
    at: span.end,
    column: opens ? column + 2 : column,
    above: opens ? `${" ".repeat(column)}${to[0]}:${newlineOf(source)}` : "",
  };
}

const lastOf = (node: Node): Entry | undefined =>
  node.type === "mapping" && !node.flow && !node.marked ? node.entries.at(-1) : undefined;
