import type { Diagnostic } from "../../stack/model.ts";
import { type Colors, cut, widthOf, wrap } from "./style.ts";

const MOST_SHOWN = 20;

/** Diagnostics as people read them: what, where, the line with a caret, why, the fix. At most 20. */
export function diagnosticsText(
  diagnostics: readonly Diagnostic[],
  c: Colors,
  columns: number,
): string {
  const shown = diagnostics.slice(0, MOST_SHOWN).map((d) => diagnosticText(d, c, columns));
  const more = diagnostics.slice(MOST_SHOWN);
  if (more.length) {
    const errors = more.filter((d) => d.severity === "error").length;
    shown.push(
      `and ${more.length} more${
        errors ? ` (${errors} ${errors === 1 ? "error" : "errors"})` : ""
      }; -o json lists all\n`,
    );
  }
  return shown.join("\n");
}

export function diagnosticText(d: Diagnostic, c: Colors, columns: number): string {
  const color = d.severity === "error" ? c.red : d.severity === "warning" ? c.yellow : c.cyan;
  const head = `${color(c.bold(`${d.severity}[${d.code}]`))}: ${oneLine(d.summary)}`;
  const lines = [wrap(head, columns, "  ")];
  if (d.place) {
    lines.push(`  ${oneLine(d.place.file)}:${d.place.line}:${d.place.column}`);
    lines.push(...excerpt(d, color, c, columns));
  }
  for (const line of d.why?.split("\n") ?? []) {
    lines.push(`  ${wrap(visible(line), columns, "  ")}`);
  }
  if (d.fix) lines.push(`  ${wrap(`${c.green("fix:")} ${oneLine(d.fix)}`, columns, "       ")}`);
  return lines.join("\n") + "\n";
}

/** The line with a caret below what is meant; a long line is cut around it. */
function excerpt(
  d: Diagnostic,
  color: (text: string) => string,
  c: Colors,
  columns: number,
): string[] {
  const { line, column, length, source } = d.place!;
  if (source.trim() === "") return [];
  const gutter = String(line).padStart(5);
  const room = Math.max(10, columns - gutter.length - 4);
  // One character for one: tabs take one column, so that the caret stays below.
  const plain = visible(source).replace(/[\t\n]/g, " ");
  let from = 0;
  if (widthOf(plain.slice(0, column - 1 + Math.min(length, 20))) > room) {
    from = column - 1;
    for (let width = 1; from > 0 && width < Math.floor(room / 2); from--) {
      width += widthOf(plain[from - 1]!);
    }
    // Not through the middle of a pair of surrogates.
    if (/[\udc00-\udfff]/.test(plain[from] ?? "")) from--;
  }
  const before = (from ? "…" : "") + plain.slice(from, column - 1);
  const meant = widthOf(plain.slice(column - 1, column - 1 + length));
  const caret = "^".repeat(Math.max(1, Math.min(meant, room - widthOf(before))));
  return [
    `${c.dim(`${gutter} |`)} ${cut((from ? "…" : "") + plain.slice(from), room)}`,
    `${c.dim(`${" ".repeat(gutter.length)} |`)} ${" ".repeat(widthOf(before))}${color(caret)}`,
  ];
}

const STEERING =
  // deno-lint-ignore no-control-regex
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** What comes from files never steers the terminal, nor hides in it. Keeps the length. */
export const visible = (text: string): string => text.replace(STEERING, "�");

const oneLine = (text: string): string => visible(text).replace(/[\t\n]/g, " ");

/** A diagnostic as machines read it. */
export function diagnosticJson(d: Diagnostic): Record<string, unknown> {
  const { severity, code, summary, why, fix, place } = d;
  return {
    severity,
    code,
    summary,
    file: place?.file,
    line: place?.line,
    column: place?.column,
    why,
    fix,
  };
}
