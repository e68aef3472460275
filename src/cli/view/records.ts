import { columnsText } from "./columns.ts";
import { visible } from "./diagnostics.ts";
import { type Colors, cut, pad, widest, widthOf, wrap } from "./style.ts";

/** Below this a table has too many lines cut off to be read. */
const NARROW = 70;

/**
 * Rows under their headings; where the columns are too few, each row as a block with the headings as labels.
 *
 * @param paint colours one row
 * @param whole blocks also where lines of a table would only be cut: somebody copies what they say
 */
export function recordsText(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  c: Colors,
  columns: number,
  paint: (row: number) => ((text: string) => string) | undefined = () => undefined,
  whole = false,
): string {
  const shown = rows.map((row) => row.map((cell) => visible(cell).replace(/\s+/g, " ")));
  const plain = (text: string) => text;
  const all = [headings, ...shown];
  const needed = headings
    .map((_, i) => widest(all.map((row) => row[i] ?? "")))
    .reduce((sum, width) => sum + width + 2, -2);
  if (needed <= columns || (columns >= NARROW && !whole)) {
    const [head, ...lines] = columnsText(all, columns).trimEnd().split("\n");
    return [c.dim(head!), ...lines.map((line, i) => (paint(i) ?? plain)(line)), ""].join("\n");
  }
  const labels = widest(headings.slice(1));
  const indent = " ".repeat(labels + 4);
  return shown.map(([title = "", ...cells], i) => {
    const lines = cells.flatMap((cell, at) =>
      cell === "" || cell === "-"
        ? []
        : [`  ${c.dim(pad(headings[at + 1]!, labels))}  ${wrapped(cell, columns, indent)}`]
    );
    return [(paint(i) ?? plain)(cut(title, columns)), ...lines, ""].join("\n");
  }).join("");
}

/** Broken at spaces; a word that is too long for a line is cut. */
function wrapped(text: string, columns: number, indent: string): string {
  const words = text.split(" ").map((word) => cut(word, columns - widthOf(indent)));
  return wrap(`${indent}${words.join(" ")}`.trimStart(), columns - widthOf(indent))
    .replaceAll("\n", `\n${indent}`);
}
