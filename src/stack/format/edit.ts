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
  let text = source;
  for (const edit of edits.toSorted((a, b) => b.start - a.start)) {
    text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
  }
  return text;
}
