import type { Output } from "../output.ts";
import type { World } from "../world.ts";
import { complete } from "./complete.ts";

/**
 * What a shell's script reads: a line for each candidate (value, tab, a few words), values that go on
 * without a space marked with a tab at their very end, and last what the shell is to add by itself
 * (`:files`, `:folders`, `:none`). Never an error: whoever types is not to be disturbed.
 */
export async function answerCompletion(
  args: readonly string[],
  world: World,
  out: Output,
): Promise<void> {
  // PowerShell can't pass an empty word everywhere: its script writes "".
  const words = (args[0] === "--" ? args.slice(1) : args).map((word) => word === '""' ? "" : word);
  try {
    const { candidates, paths } = await complete(words.length ? words : [""], { world, out });
    const lines = candidates.map(({ value, about = "", open }) =>
      `${value}\t${about.replace(/[\t\n]/g, " ")}${open ? "\t" : ""}`
    );
    out.text([...lines, `:${paths ?? "none"}`].join("\n"));
  } catch {
    out.text(":none");
  }
}
