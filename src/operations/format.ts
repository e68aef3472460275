import { FileProblem, type Files } from "../ports/files.ts";
import { discover, type FoundFile } from "../stack/discover.ts";
import { readDocuments } from "../stack/documents.ts";
import { contextOf, type FormatContext } from "../stack/format/context.ts";
import { type Formatted, formatText, NO_KEYS, type OldKeys } from "../stack/format/format.ts";
import type { Diagnostic } from "../stack/model.ts";
import { Report } from "../stack/report.ts";

/** A stack, or one file that is in none, and which of its files are to be formatted. */
export interface FormatTarget {
  /** A stack folder, or a file. */
  root: string;
  /** Absent: all. */
  only?: (path: string) => boolean;
}

export interface FormattedFile {
  path: string;
  before: string;
  after: string;
  /** What was mended, for people. */
  changes: string[];
  /** Older keys that stay because files that are laid over each other keep them too. */
  kept: string[];
}

export interface FormatResult {
  files: FormattedFile[];
  /** What could not be read. */
  diagnostics: Diagnostic[];
}

const BYTE_ORDER_MARK = "\ufeff";

/** Formats in memory; writing is the caller's. */
export function formatStack(files: Files, { root, only = () => true }: FormatTarget): FormatResult {
  const report = new Report();
  const found = discover(files, root, new Report());
  const all = [...found.files, ...found.environments.flatMap((name) => found.overlay(name))];
  const { documents } = readDocuments(files, all, report);
  const context = contextOf(documents, found.services);
  const texts = all.filter(({ path }) => !isUnreadable(report, path)).map((file) => {
    const { mark, text } = textOf(files, file.path);
    return { file, mark, text, result: formatText(text, file.role, context) };
  });
  settle(texts, context, only);
  const formatted = texts.filter(({ file }) => only(file.path)).map(
    ({ file, mark, text, result }) => ({
      path: file.path,
      before: mark + text,
      after: mark + result.text,
      changes: result.changes,
      kept: [...result.kept.plain, ...result.kept.layered],
    }),
  );
  return {
    files: formatted,
    diagnostics: report.sorted().filter((d) =>
      d.severity === "error" && UNREADABLE.has(d.code) && only(d.place?.file ?? "")
    ),
  };
}

const UNREADABLE = new Set(["syntax", "unreadable", "too-large", "not-utf8", "control-character"]);
const isUnreadable = (report: Report, path: string) =>
  report.diagnostics.some((d) => d.place?.file === path && UNREADABLE.has(d.code));

function textOf(files: Files, path: string): { mark: string; text: string } {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(read(files, path));
  return text.startsWith(BYTE_ORDER_MARK)
    ? { mark: BYTE_ORDER_MARK, text: text.slice(1) }
    : { mark: "", text };
}

function read(files: Files, path: string): Uint8Array {
  try {
    return files.read(path);
  } catch (error) {
    // It could be read a moment ago.
    if (error instanceof FileProblem) return new Uint8Array();
    throw error;
  }
}

interface Text {
  file: FoundFile;
  text: string;
  result: Formatted;
}

/** Formats anew until no key is renamed here that stays as it is in a document laid over this one, or below it. */
function settle(
  texts: readonly Text[],
  context: FormatContext,
  only: (path: string) => boolean,
): void {
  const keyed = texts.filter(({ result: { mended, kept } }) =>
    mended.plain.size + mended.layered.size + kept.plain.size + kept.layered.size > 0
  );
  let staying: OldKeys = NO_KEYS;
  for (let more = true; more;) {
    const plain = new Set(staying.plain);
    const layered = new Set(staying.layered);
    for (const { file, result: { mended, kept } } of keyed) {
      for (const keys of only(file.path) ? [kept] : [mended, kept]) {
        keys.plain.forEach((key) => plain.add(key));
        keys.layered.forEach((key) => layered.add(key));
      }
    }
    more = plain.size > staying.plain.size || layered.size > staying.layered.size;
    staying = { plain, layered };
    if (!more) break;
    for (const one of keyed) {
      const { mended } = one.result;
      // Whether what just turned out to stay is mended here.
      if (![...mended.plain, ...mended.layered].some((key) => plain.has(key) || layered.has(key))) {
        continue;
      }
      one.result = formatText(one.text, one.file.role, context, staying);
    }
  }
}
