import type { Span } from "../yaml.ts";

/** A part of a text, and what stands there instead. */
export interface Edit extends Span {
  text: string;
  /** What it mends, for people: "apiVersion", "memory: a number". */
  what: string;
  /**
   * Set where it renames or moves a key: files that are laid over each other must be mended
   * together there, or one would no longer cover the other.
   */
  key?: string;
}

/** The text with all edits done; none may overlap. */
export function applyEdits(source: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let done = 0;
  // What is put in where something else is taken out goes before it.
  const sorted = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  for (const { start, end, text } of sorted) {
    parts.push(source.slice(done, start), text);
    done = end;
  }
  return [...parts, source.slice(done)].join("");
}
