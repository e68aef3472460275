import {
  contentLines,
  type Corrupter,
  type Input,
  isScalar,
  parentLine,
  pickSite,
  replaced,
  textOf,
} from "./edit.ts";
import { corruptible } from "./sites.ts";

const pickFile = ({ sample, random }: Input): string => random.pick(corruptible(sample));

/** A line that is gone. */
export const deletedLine: Corrupter = (input) => {
  const file = pickFile(input);
  const { lines, content } = contentLines(input.sample.files[file]!);
  const at = input.random.pick(content);
  const gone = lines[at]!;
  const name = /^\s*(?:- )?([\w-]+):/.exec(gone)?.[1];
  const value = /:\s+(.+?)\s*$|^\s*- (.+?)\s*$/.exec(gone);
  const parent = parentLine(lines, at);
  const text = lines.toSpliced(at, 1).join("\n");
  return {
    file,
    text,
    // What the line belonged to, or what now stands in its place or just above.
    lines: [parent, at, at + 1, content.find((i) => i > at) ?? at],
    mentions: name && /variables/.test(lines[parent - 1]!) ? `\${${name}` : undefined,
    destroyed: [name, value?.[1] ?? value?.[2]].filter((text) => text !== undefined),
  };
};

/** A tab in place of the indentation. */
export const tab: Corrupter = (input) => {
  const file = pickFile(input);
  const { lines, content } = contentLines(input.sample.files[file]!);
  const indented = content.filter((i) => lines[i]!.startsWith("  "));
  if (!indented.length) return;
  const at = input.random.pick(indented);
  const line = lines[at]!;
  const wrong = input.random.below(2) ? line.replace(/^ +/, "\t") : line.replace("  ", "\t");
  return {
    file,
    text: lines.with(at, wrong).join("\n"),
    lines: [at + 1],
    destroyed: [],
    added: ["\t"],
  };
};

/** A line that begins too far left or right. */
export const wrongIndent: Corrupter = (input) => {
  const file = pickFile(input);
  const { lines, content } = contentLines(input.sample.files[file]!);
  const at = input.random.pick(content);
  const by = input.random.pick([-2, -1, 1, 2, 3]);
  const line = lines[at]!;
  if (by < 0 && !line.startsWith(" ".repeat(-by))) return;
  const wrong = by < 0 ? line.slice(-by) : " ".repeat(by) + line;
  // A key that moved may be missed where it was, or be what the next lines now belong to.
  const parent = parentLine(lines, at);
  return {
    file,
    text: lines.with(at, wrong).join("\n"),
    lines: [at + 1, at, at + 2, parent],
    destroyed: [line, line.trim().replace(/:.*$/, "")],
  };
};

/** A quote that is not closed. */
export const openQuote: Corrupter = (input) => {
  const site = pickSite(input, (s) => isScalar(s.value) && s.value !== null && s.path.length > 1);
  if (!site) return;
  const was = textOf(input.sample, site);
  const quoted = /^["'].*["']$/.test(was);
  const wrong = quoted ? was.slice(0, -1) : `${input.random.pick(['"', "'"])}${was}`;
  return {
    ...replaced(input, site.file, site.span.start, site.span.end, wrong),
    destroyed: [quoted ? was : `: ${was}`],
  };
};

/** A bracket or brace that is not closed. */
export const openBracket: Corrupter = (input) => {
  const site = pickSite(input, (s) => isScalar(s.value) && s.value !== null && s.path.length > 1);
  if (!site) return;
  const was = textOf(input.sample, site);
  const wrong = input.random.pick(["[", "{ ", "[a, "]) + was;
  return {
    ...replaced(input, site.file, site.span.start, site.span.end, wrong),
    destroyed: [`: ${was}`],
    added: ["[", "{"],
  };
};

/** A key without its colon. */
export const noColon: Corrupter = (input) => {
  const site = pickSite(input, (s) => s.key !== undefined);
  if (!site?.key) return;
  const name = String(site.path.at(-1));
  const source = input.sample.files[site.file]!;
  if (source[site.key.end] !== ":") return;
  const made = replaced(input, site.file, site.key.end, site.key.end + 1, "");
  return {
    ...made,
    lines: [made.lines[0]!, made.lines[0]! + 1],
    destroyed: [`${name}:`],
  };
};

/** A colon without its space. */
export const noSpace: Corrupter = (input) => {
  const site = pickSite(input, (s) => s.key !== undefined && isScalar(s.value) && s.value !== null);
  if (!site?.key) return;
  const source = input.sample.files[site.file]!;
  if (source.slice(site.key.end, site.key.end + 2) !== ": " || site.span.start < site.key.end) {
    return;
  }
  return {
    ...replaced(input, site.file, site.key.end, site.span.start, ":"),
    destroyed: [`${site.path.at(-1)}: `, String(site.path.at(-1))],
  };
};

/** An item of a list without its dash. */
export const noDash: Corrupter = (input) => {
  const file = pickFile(input);
  const { lines, content } = contentLines(input.sample.files[file]!);
  const items = content.filter((i) => /^\s*- \S/.test(lines[i]!));
  if (!items.length) return;
  const at = input.random.pick(items);
  return {
    file,
    text: lines.with(at, lines[at]!.replace("- ", "  ")).join("\n"),
    lines: [at + 1, at, at + 2, parentLine(lines, at)],
    destroyed: ["- ", lines[at]!.trim()],
  };
};

/** Two documents without the line between them. */
export const noSeparator: Corrupter = (input) => {
  const file = pickFile(input);
  const source = input.sample.files[file]!;
  const lines = source.split("\n");
  const between = lines.flatMap((line, i) => line.startsWith("---") ? [i] : []).filter((i) =>
    contentLines(lines.slice(0, i).join("\n")).content.length > 0
  );
  if (!between.length) return;
  const at = input.random.pick(between);
  const next = contentLines(source).content.find((i) => i > at)!;
  return {
    file,
    text: lines.toSpliced(at, 1).join("\n"),
    lines: [at, at + 1, next],
    destroyed: ["---"],
  };
};
