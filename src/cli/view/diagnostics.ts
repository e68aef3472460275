import type { Diagnostic } from "../../stack/model.ts";
import { type Colors, cut, wrap } from "./style.ts";

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
  const lines = [
    `${color(c.bold(`${d.severity}[${d.code}]`))}: ${wrap(visible(d.summary), columns, "  ")}`,
  ];
  if (d.place) {
    lines.push(`  ${d.place.file}:${d.place.line}:${d.place.column}`);
    lines.push(...excerpt(d, color, c, columns));
  }
  if (d.why) lines.push(`  ${wrap(visible(d.why), columns, "  ")}`);
  if (d.fix) lines.push(`  ${c.green("fix:")} ${wrap(visible(d.fix), columns, "       ")}`);
  return lines.join("\n") + "\n";
}

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
  // A long line is shown around the place, tabs as one column so that the caret stays below.
  const plain = visible(source).replace(/\t/g, " ");
  const from = column - 1 + Math.min(length, 20) > room
    ? Math.max(0, column - 1 - Math.floor(room / 2))
    : 0;
  const caret = "^".repeat(Math.max(1, Math.min(length, room - (column - 1 - from))));
  return [
    `${c.dim(`${gutter} |`)} ${cut(plain.slice(from), room)}`,
    `${c.dim(`${" ".repeat(gutter.length)} |`)} ${" ".repeat(column - 1 - from)}${color(caret)}`,
  ];
}

// deno-lint-ignore no-control-regex
const STEERING = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;

/** What comes from files never steers the terminal. */
export const visible = (text: string): string => text.replace(STEERING, "�");

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
