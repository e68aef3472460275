import type { Span } from "../yaml.ts";
import type { Entry, MappingNode } from "./tree.ts";

export const lineStart = (source: string, at: number): number =>
  source.lastIndexOf("\n", at - 1) + 1;

function lineEnd(source: string, at: number): number {
  const newline = source.indexOf("\n", at);
  return newline < 0 ? source.length : newline + 1;
}

const indentOf = (line: string) => /^ */.exec(line)![0].length;
const isBlank = (line: string) => line.trim() === "";
const isComment = (line: string) => line.trimStart().startsWith("#");

/** The column of a key; undefined when something stands before it on its line. */
export function columnOf(source: string, { key }: Entry): number | undefined {
  const before = source.slice(lineStart(source, key.start), key.start);
  return isBlank(before) && !before.includes("\t") ? before.length : undefined;
}

/** The whole lines of an entry, with the comments right above it; undefined when it does not have lines of its own. */
export function linesOf(source: string, entry: Entry): Span | undefined {
  const column = columnOf(source, entry);
  if (column === undefined) return undefined;
  const last = Math.max(entry.key.end, entry.value.end);
  const closed = source[last - 1] === "\n" && last > entry.key.end;
  const end = closed ? last : lineEnd(source, last);
  if (!closed && !/^\s*:?\s*(#.*)?$/.test(source.slice(last, end).trimEnd())) return undefined;
  // What follows must not belong to it: an empty value has no place by which to tell.
  for (let at = end; at < source.length; at = lineEnd(source, at)) {
    const line = source.slice(at, lineEnd(source, at));
    if (isBlank(line) || isComment(line)) continue;
    const deeper = indentOf(line) > column || (indentOf(line) === column && /^ *-\s/.test(line));
    if (deeper && !line.startsWith("---")) return undefined;
    break;
  }
  let start = lineStart(source, entry.key.start);
  while (start > 0) {
    const above = lineStart(source, start - 1);
    const line = source.slice(above, start);
    if (!isComment(line) || indentOf(line) !== column) break;
    start = above;
  }
  return { start, end };
}

/** The lines of all entries of a mapping, one span after the other; what stands between belongs to what follows. */
export function linesOfAll(source: string, { entries }: MappingNode): Span[] | undefined {
  const spans: Span[] = [];
  for (const entry of entries) {
    const span = linesOf(source, entry);
    if (!span) return undefined;
    spans.push({ start: spans.at(-1)?.end ?? span.start, end: span.end });
  }
  return spans;
}

/** Lines moved to the right by `by` columns, or to the left; undefined when they can't. */
export function shifted(text: string, by: number): string | undefined {
  const lines = text.split(/(?<=\n)/);
  if (lines.some((line) => !isBlank(line) && indentOf(line) + by < 0)) return undefined;
  return lines.map((line) =>
    isBlank(line) ? line : by < 0 ? line.slice(-by) : " ".repeat(by) + line
  ).join("");
}

/** How this text ends its lines. */
export const newlineOf = (source: string): string =>
  source[source.indexOf("\n") - 1] === "\r" ? "\r\n" : "\n";
