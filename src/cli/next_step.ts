import type { Output } from "./output.ts";
import { wrap } from "./view/style.ts";

/** Says something beside the data, in the terminal's width. */
export function say(out: Output, text: string): void {
  out.note(wrap(text, out.columns, "  "));
}
