import type { Diagnostic, Place, Remark } from "./model.ts";
import { lineAndColumn, type Span } from "./yaml.ts";

/** More than this of one run help nobody, and keep a hostile folder from filling memory. */
const MOST = 2000;

/** Collects diagnostics, each once. */
export class Report {
  readonly diagnostics: Diagnostic[] = [];
  /** How many errors were dropped over the limit. */
  dropped = 0;
  private readonly seen = new Set<string>();
  private errors = 0;

  at(place: Place | undefined, diagnostic: Remark): undefined {
    const key =
      `${diagnostic.code}|${place?.file}|${place?.line}|${place?.column}|${diagnostic.summary}`;
    if (this.seen.has(key)) return;
    const { severity = "error" } = diagnostic;
    const isError = severity === "error";
    // Warnings and notes never take an error's place.
    if (isError ? this.full : this.diagnostics.length - this.errors >= MOST) {
      if (isError) this.dropped++;
      return;
    }
    if (isError) this.errors++;
    this.seen.add(key);
    this.diagnostics.push({ severity, ...diagnostic, place });
  }

  /** No more errors are taken up: what is costly to find out need not be found out. */
  get full(): boolean {
    return this.errors >= MOST;
  }

  get failed(): boolean {
    return this.errors > 0;
  }

  /** Errors before warnings before notes; within each by file and line. */
  sorted(): Diagnostic[] {
    const rank = { error: 0, warning: 1, note: 2 };
    return this.diagnostics.sort((a, b) =>
      rank[a.severity] - rank[b.severity] ||
      compare(a.place?.file ?? "", b.place?.file ?? "") ||
      (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
      (a.place?.column ?? 0) - (b.place?.column ?? 0)
    );
  }
}

const compare = (a: string, b: string) => a < b ? -1 : a > b ? 1 : 0;

export function placeOf(file: string, source: string, span: Span): Place {
  const { line, column } = lineAndColumn(source, span.start);
  const begin = span.start - column + 1;
  const newline = source.indexOf("\n", span.start);
  const end = newline < 0 ? source.length : newline;
  const text = source.slice(begin, end).replace(/\r$/, "");
  const length = Math.max(1, Math.min(span.end, begin + text.length) - span.start);
  return { file, line, column, length, source: text };
}
