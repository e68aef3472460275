import { type Loaded, loadStack } from "../../../src/stack/load.ts";
import type { Diagnostic } from "../../../src/stack/model.ts";
import { parseYaml } from "../../../src/stack/yaml.ts";
import { memoryFiles } from "../../memory_files.ts";
import type { Corruption } from "./edit.ts";
import type { Sample } from "./sites.ts";

export type Verdict = "same" | "silent" | "wrong-line" | "no-fix" | "good";

export const load = (sample: Sample, files = sample.files): Loaded =>
  loadStack(memoryFiles(files), { root: sample.root, environment: sample.environment });

const keyOf = (d: Diagnostic) => `${d.code}|${d.place?.file}|${d.summary}`;

/** Diagnostics that the whole sample has: not what a corruption brought. */
export const baseline = (sample: Sample): Set<string> =>
  new Set(load(sample).diagnostics.map(keyOf));

/**
 * What the loader makes of a corruption:
 * - `same`: the file still says the same, which is no corruption;
 * - `silent`: nothing new is said;
 * - `wrong-line`: something is said, but of no line where the edit is or takes effect;
 * - `no-fix`: said of the right line, but its fix neither mends it nor names what is to be changed;
 * - `good`: right line and a usable fix: applying `replacement` makes that message go away and brings
 *   no other error, or the fix's text gives back what was destroyed or names what came in.
 */
export function judge(
  sample: Sample,
  usual: ReadonlySet<string>,
  corruption: Corruption,
): { verdict: Verdict; said: Diagnostic[] } {
  const { file, text } = corruption;
  if (means(text) === means(sample.files[file]!)) return { verdict: "same", said: [] };
  const files = { ...sample.files, [file]: text };
  const { diagnostics } = load(sample, files);
  const said = diagnostics.filter((d) => d.severity !== "note" && !usual.has(keyOf(d)));
  if (said.length === 0) return { verdict: "silent", said };
  const right = said.filter((d) => isRightLine(d, corruption, files));
  if (right.length === 0) return { verdict: "wrong-line", said };
  const good = right.some((d) => mends(d, sample, files, diagnostics) || gives(d, corruption));
  return { verdict: good ? "good" : "no-fix", said };
}

/** The documents of a file as one text; undefined when it is not YAML. */
function means(source: string): string | undefined {
  const { documents, error } = parseYaml(source);
  return error ? undefined : JSON.stringify(documents.map((d) => d.value).filter((v) => v != null));
}

function isRightLine(
  { place }: Diagnostic,
  { file, lines, mentions, elsewhere = [] }: Corruption,
  files: Record<string, string>,
): boolean {
  if (!place) return false;
  if (place.file === file && lines.includes(place.line)) return true;
  if (elsewhere.some((it) => it.file === place.file && it.line === place.line)) return true;
  const line = files[place.file]?.split("\n")[place.line - 1];
  return mentions !== undefined && (line?.includes(mentions) ?? false);
}

/** Whether putting the replacement in place of what is underlined makes the message go away, with no new error. */
function mends(
  d: Diagnostic,
  sample: Sample,
  files: Record<string, string>,
  before: readonly Diagnostic[],
): boolean {
  if (d.replacement === undefined || !d.place) return false;
  const { file, line, column, length } = d.place;
  const lines = files[file]!.split("\n");
  const old = lines[line - 1]!;
  lines[line - 1] = old.slice(0, column - 1) + d.replacement + old.slice(column - 1 + length);
  const after = load(sample, { ...files, [file]: lines.join("\n") }).diagnostics;
  const isError = (it: Diagnostic) => it.severity === "error";
  return !after.some((it) => keyOf(it) === keyOf(d)) &&
    after.filter(isError).length < before.filter(isError).length;
}

function gives(d: Diagnostic, { destroyed, added = [] }: Corruption): boolean {
  if (!d.fix) return false;
  const fix = d.fix;
  const words = (text: string) => new RegExp(`(?<![\\w-])${escape(text)}(?![\\w-])`, "i").test(fix);
  return destroyed.some((text) =>
    text.trim() !== "" && (/\w/.test(text) ? words(text) : fix.includes(text))
  ) ||
    added.some((text) => /remove|rename/.test(fix) && words(text));
}

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
