import type { Seeded } from "../../random.ts";
import type { Sample, Site } from "./sites.ts";

/** One edit that makes a stack wrong, and what a good message about it would say. */
export interface Corruption {
  type: string;
  file: string;
  text: string;
  /** Lines of `file` (from 1, in the new text) where a message belongs. */
  lines: number[];
  /** Lines of any file that mention this are right too: what was named there is gone. */
  mentions?: string;
  /** Other places that are right too: the other end of what the edit set against each other. */
  elsewhere?: { file: string; line: number }[];
  /** Texts that the edit destroyed: a fix that gives one of them back is a good one. */
  destroyed: string[];
  /** Keys or values that the edit brought in: a fix that says to remove one is a good one. */
  added?: string[];
}

export interface Input {
  sample: Sample;
  sites: readonly Site[];
  random: Seeded;
}

/** Makes one corruption of its type; undefined when what was picked does not lend itself. */
export type Corrupter = (input: Input) => Omit<Corruption, "type"> | undefined;

export const lineOf = (source: string, offset: number): number =>
  source.slice(0, offset).split("\n").length;

export const textOf = (sample: Sample, site: Site): string =>
  sample.files[site.file]!.slice(site.span.start, site.span.end);

/** Replaces a part of a file. */
export function replaced(
  { sample }: Input,
  file: string,
  start: number,
  end: number,
  text: string,
): { file: string; text: string; lines: number[] } {
  const source = sample.files[file]!;
  return {
    file,
    text: source.slice(0, start) + text + source.slice(end),
    lines: [lineOf(source, start)],
  };
}

/** A site that fits, if some do. */
export function pickSite(
  { sites, random }: Input,
  fits: (site: Site) => boolean,
): Site | undefined {
  const fitting = sites.filter(fits);
  return fitting.length ? random.pick(fitting) : undefined;
}

/** A slip of the fingers: two letters swapped, one left out, doubled or replaced. */
export function typo(word: string, random: Seeded): string {
  const at = random.below(word.length);
  const letter = word[at]!;
  switch (random.below(4)) {
    case 0:
      return at + 1 < word.length
        ? word.slice(0, at) + word[at + 1] + letter + word.slice(at + 2)
        : word.slice(0, at) + word.slice(at + 1);
    case 1:
      return word.length > 2 ? word.slice(0, at) + word.slice(at + 1) : word + letter;
    case 2:
      return word.slice(0, at) + letter + word.slice(at);
    default:
      return word.slice(0, at) + random.pick([..."abeinorstx"]) + word.slice(at + 1);
  }
}

export const isScalar = (value: unknown): boolean => value === null || typeof value !== "object";

/** The lines of a file and which of them are neither empty nor only a comment. */
export function contentLines(source: string): { lines: string[]; content: number[] } {
  const lines = source.split("\n");
  const content = lines.flatMap((line, i) => /^\s*(#|$)/.test(line) ? [] : [i]);
  return { lines, content };
}

export const indentOf = (line: string): number => /^ */.exec(line)![0].length;

/** Line number (from 1) of the mapping or list that holds line `at` (from 0). */
export function parentLine(lines: readonly string[], at: number): number {
  const indent = indentOf(lines[at]!);
  for (let i = at - 1; i >= 0; i--) {
    if (/^\s*(#|$)/.test(lines[i]!)) continue;
    if (indentOf(lines[i]!) < indent || lines[i]!.startsWith("---")) return i + 1;
  }
  return 1;
}
