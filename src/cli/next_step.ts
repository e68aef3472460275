import type { Folder } from "./command.ts";
import type { ScopeOptions, StackOptions } from "./options.ts";

/** Commands about a stack that say nothing of which, with or without flags of their own. */
const UNPLACED =
  /\bpanka (?:plan|apply(?! [^-])|rollback|status|history|list|outputs|unlock|locks (?:list|show)|state (?:list|history|pull|restore|locking \w+))\b(?! [A-Z]|[^"';,]* -e )/g;

/**
 * A hint with commands that can be typed as they are, for the stack that the user's own command was about.
 *
 * @param again as {@link sameStack} gives it
 */
export const inPlace = (text: string, again: string | undefined): string =>
  again === undefined ? text : text.replace(UNPLACED, (command) => `${command} ${again}`);

/** One word for a shell to read as it is. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** An option as often as it was given. */
const repeated = (flag: string, values: readonly string[] = []) =>
  values.map((value) => `${flag} ${shellWord(value)}`);

/**
 * The arguments that name the same stack again, as the user gave them: `shop -e staging --sandbox`.
 *
 * @param folder the stack's folder as the user wrote it
 * @param where what names the environment, if not `-e`
 */
export function sameStack(
  folder: Folder,
  environment: string,
  options: Pick<StackOptions, "stack" | "sandbox">,
  where = `-e ${shellWord(environment)}`,
): string {
  const { stack, sandbox } = options;
  return [
    folder !== undefined ? shellWord(folder) : stack !== undefined && `--stack ${shellWord(stack)}`,
    where,
    sandbox && "--sandbox",
  ].filter(Boolean).join(" ");
}

/**
 * The same, with what of the stack the user chose and the variables. Their values may be secrets: only names are said,
 * and what is typed without a value is refused.
 */
export const sameRun = (
  same: string,
  options: Partial<ScopeOptions & Pick<StackOptions, "var" | "varFile">>,
): string =>
  [
    same,
    ...repeated("--var", options.var?.map((pair) => pair.split("=", 1)[0]!)),
    ...repeated("--var-file", options.varFile),
    ...repeated("--service", options.service),
    ...repeated("--component", options.component),
  ].join(" ");
