import type { Json } from "../../state/document.ts";
import { visible } from "./diagnostics.ts";
import { cut } from "./style.ts";

/** A value in a line: texts as they are, references as they are written, the rest as JSON. */
export function valueText(value: Json | undefined, most = 60): string {
  const text = typeof value === "string" ? value : textOf(value);
  return visible(cut(text.replaceAll("\n", "⏎"), most));
}

function textOf(value: Json | undefined): string {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    if (typeof value.$from === "string") return `\${${value.$from}.${value.output}}`;
    if (Array.isArray(value.$join)) {
      return value.$join.map((part) => typeof part === "string" ? part : textOf(part)).join("");
    }
  }
  return JSON.stringify(value) ?? "";
}
