import type { Role } from "../discover.ts";
import type { FormatContext } from "./context.ts";
import { applyEdits, type Edit } from "./edit.ts";
import { type Head, headEdits, headOf } from "./head.ts";
import { movesOf } from "./moves.ts";
import { spellingEdits } from "./spelling.ts";
import { treesOf } from "./tree.ts";

/** Keys in an older form, by whether their document is laid over others. */
export interface OldKeys {
  plain: ReadonlySet<string>;
  layered: ReadonlySet<string>;
}

export interface Formatted {
  text: string;
  /** What was mended, for people. */
  changes: string[];
  /** Keys that were renamed or moved. */
  mended: OldKeys;
  /** Keys that were to be, and could not be or were not to be. */
  kept: OldKeys;
}

export const NO_KEYS: OldKeys = { plain: new Set(), layered: new Set() };

/** A document has far fewer things in older places than this; it only ends what would not end. */
const MOST_PASSES = 100;

/**
 * Gives a file's text its canonical spelling: values and keys first, then what stands in an older place,
 * one after the other. What is right already stays as it is, to the letter; so does what is no panka document,
 * and a text that is no YAML.
 *
 * @param staying keys that other files keep in their older form, so that they must stay here too where
 *   one document is laid over the other
 */
export function formatText(
  source: string,
  role: Role | undefined,
  context: FormatContext,
  staying: OldKeys = NO_KEYS,
): Formatted {
  const mended = { plain: new Set<string>(), layered: new Set<string>() };
  const kept = { plain: new Set<string>(), layered: new Set<string>() };
  const changes: string[] = [];
  const side = (head: Head) => head.layer ? "layered" : "plain";
  const allowed = (head: Head, key: string | undefined) => {
    if (key === undefined) return true;
    const stays = staying.layered.has(key) || (head.layer && staying.plain.has(key));
    (stays ? kept : mended)[side(head)].add(key);
    return !stays;
  };
  let found = heads(source, role, context);
  const edits = found.flatMap((head) =>
    [...headEdits(head), ...spellingEdits(head, context)].filter(({ key }) => allowed(head, key))
  );
  let text = source;
  const apply = (edits: readonly Edit[]) => {
    text = applyEdits(text, edits);
    found = heads(text, role, context);
  };
  if (edits.length) apply(edits);
  changes.push(...edits.map((edit) => edit.what));
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const moves = found.flatMap((head) => nextMove(head) ?? []);
    if (moves.length === 0) break;
    apply(moves);
    changes.push(...new Set(moves.map((edit) => edit.what)));
  }
  return { text, changes, mended, kept };

  /** The first thing in this document that is to be moved; a second one may overlap it. */
  function nextMove(head: Head): Edit[] | undefined {
    for (const { key, edits } of movesOf(text, head)) {
      if (!edits) kept[side(head)].add(key);
      else if (allowed(head, key)) return edits;
    }
    return undefined;
  }
}

function heads(source: string, role: Role | undefined, context: FormatContext): Head[] {
  return treesOf(source).flatMap((tree) => headOf(tree, role, context) ?? []);
}
