import { cut, pad, widest } from "./style.ts";

/** Rows in columns that line up; the widest column gives way where the terminal is too narrow. */
export function columnsText(
  rows: readonly (readonly string[])[],
  columns: number,
  gap = 2,
): string {
  if (rows.length === 0) return "";
  const widths = rows[0]!.map((_, i) => widest(rows.map((row) => row[i] ?? "")));
  const over = widths.reduce((sum, width) => sum + width + gap, -gap) - columns;
  if (over > 0) {
    const widest = widths.indexOf(Math.max(...widths));
    widths[widest] = Math.max(8, widths[widest]! - over);
  }
  return rows.map((row) =>
    row.map((cell, i) => pad(cut(cell, widths[i]!), widths[i]!)).join(" ".repeat(gap)).trimEnd()
  ).join("\n") + "\n";
}
