import { blockKeys, problemsOf } from "./repair_rules.ts";
import { lostKeys, repairsOf } from "./repairs.ts";
import { parseYaml, type Span } from "./yaml.ts";

/** An edit of one line that makes a text readable. */
export interface Repair {
  span: Span;
  replacement: string;
  summary: string;
  fix: string;
}

/** So much of a document is read again for each repair that is tried. */
const MOST_READ = 400_000;
const MOST_LINES_ABOVE = 6;
const LONGEST_FIX = 160;

/**
 * Tries small edits around the place where the parser stopped, and gives the one after which the
 * document is readable and fewest is wrong with it.
 */
export function findRepair(
  source: string,
  error: { message: string; span: Span },
): Repair | undefined {
  if (/depth|alias|merge|anchor/i.test(error.message)) return undefined;
  const document = documentAround(source, error.span.start);
  const text = source.slice(document.start, document.end);
  const lines = text.split("\n");
  const stopped = text.slice(0, error.span.start - document.start).split("\n").length - 1;
  const duplicate = /duplicat/.test(error.message);
  let budget = Math.max(MOST_READ, 2 * text.length);
  let best: Repair | undefined;
  let least = Infinity;
  const kind = /^kind: *(\w+)/m.exec(text)?.[1];
  const candidates = function* () {
    yield* repairsOf(lines, nearby(lines, stopped), duplicate);
    yield* lostKeys(lines, stopped, blockKeys(kind));
  };
  for (const { line, repaired, ...said } of candidates()) {
    budget -= text.length;
    if (budget < 0) break;
    const { documents, error: left } = parseYaml(lines.with(line, repaired).join("\n"));
    if (left) continue;
    // Of two indentations that mean the same, people write the even one.
    const odd = (/^ */.exec(repaired)![0].length % 2) / 2;
    const count = problemsOf(documents.map(({ value }) => value)) + odd;
    if (count >= least) continue;
    least = count;
    const start = document.start + lines.slice(0, line).join("\n").length + (line ? 1 : 0);
    best = { ...difference(lines[line]!, repaired, start), ...said };
    if (best.fix.length > LONGEST_FIX) best.fix = `${best.fix.slice(0, LONGEST_FIX)}…`;
  }
  return best;
}

/** The lines between the separators above and below. */
function documentAround(source: string, at: number): Span {
  // The parser stops at the separator itself where something above it is open.
  const above = at < 2 ? -1 : source.lastIndexOf("\n---", at - 2);
  const below = source.indexOf("\n---", Math.max(0, at - 1));
  return {
    start: above < 0 ? 0 : above + 1,
    end: below < 0 ? source.length : below,
  };
}

/** The line where the parser stopped and those around it, nearest first. */
function nearby(lines: readonly string[], stopped: number): number[] {
  const isContent = (i: number) => !/^\s*(#|$)/.test(lines[i] ?? "");
  const above: number[] = [];
  for (let i = stopped - 1; i >= 0 && above.length < MOST_LINES_ABOVE; i--) {
    if (isContent(i)) above.push(i);
  }
  const at = [stopped, ...above, stopped + 1, ...firstChild(lines, stopped)];
  return [...new Set(at)].filter((i) => i < lines.length && isContent(i));
}

/** The first line below the key that holds line `at`: where a list begins that has lost its first dash. */
function firstChild(lines: readonly string[], at: number): number[] {
  const indent = /^ */.exec(lines[at] ?? "")![0].length;
  for (let i = at - 1; i > 0; i--) {
    const line = lines[i]!;
    if (line.trim() !== "" && /^ */.exec(line)![0].length < indent) {
      const child = lines.findIndex((below, j) => j > i && !/^\s*(#|$)/.test(below));
      return [i, child];
    }
  }
  return [];
}

/** What differs between two lines, as an edit of at least one character. */
function difference(
  old: string,
  now: string,
  lineStart: number,
): { span: Span; replacement: string } {
  let start = 0;
  while (start < Math.min(old.length, now.length) && old[start] === now[start]) start++;
  let same = 0;
  const most = Math.min(old.length, now.length) - start;
  while (same < most && old[old.length - 1 - same] === now[now.length - 1 - same]) same++;
  let end = old.length - same;
  if (start === end && start > 0) start--;
  else if (start === end) {
    end++;
    same--;
  }
  return {
    span: { start: lineStart + start, end: lineStart + end },
    replacement: now.slice(start, now.length - same),
  };
}
