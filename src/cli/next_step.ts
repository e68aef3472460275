import type { StackOptions } from "./options.ts";
import type { Output } from "./output.ts";
import { wrap } from "./view/style.ts";

/** Says something beside the data, in the terminal's width. */
export function say(out: Output, text: string): void {
  out.note(wrap(text, out.columns, "  "));
}

/** One word for a shell to read as it is. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/**
 * The arguments that name the same stack again, as the user gave them: `shop -e staging --sandbox`.
 *
 * @param folder the stack's folder as the user wrote it
 */
export function sameStack(
  folder: string | undefined,
  environment: string,
  options: Pick<StackOptions, "stack" | "sandbox">,
): string {
  const { stack, sandbox } = options;
  return [
    folder !== undefined ? shellWord(folder) : stack !== undefined && `--stack ${shellWord(stack)}`,
    `-e ${shellWord(environment)}`,
    sandbox && "--sandbox",
  ].filter(Boolean).join(" ");
}
