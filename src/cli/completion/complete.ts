import type { Context } from "../command.ts";
import { COMMANDS, findCommand } from "../command_table.ts";
import type { Output } from "../output.ts";
import { splitWords } from "../words.ts";
import type { World } from "../world.ts";
import type { Candidate, Completion } from "./candidate.ts";

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

/** Completes a command line: `words` are what stands behind "panka" up to the cursor, the last one unfinished. */
async function complete(words: readonly string[], context: Context): Promise<Completion> {
  const current = words.at(-1)!;
  let before = words.slice(0, -1);
  if (before[0] === "help") before = before.slice(1);
  const { words: names, at } = splitWords(before);
  const found = findCommand(names);
  if (!found) return matching(current, { candidates: nextWords(names, current) });
  if (!found.entry.load) return { candidates: [] };
  const taken = new Set(at.slice(0, found.used));
  const rest = before.filter((_, i) => !taken.has(i));
  const { inCommand } = await import("./in_command.ts");
  return matching(current, await inCommand(found.entry, rest, current, context));
}

/** The words that begin like this and may come next, and the common options. */
function nextWords(names: readonly string[], current: string): Candidate[] {
  if (current.startsWith("-")) {
    return [{ value: "--help", about: "show help" }, { value: "--version", about: "the version" }];
  }
  const next = new Map<string, Candidate>();
  for (const { name, summary, load } of COMMANDS) {
    const parts = name.split(" ");
    if (!load || parts.length <= names.length || names.some((word, i) => parts[i] !== word)) {
      continue;
    }
    const value = parts[names.length]!;
    const whole = parts.length === names.length + 1;
    const known = next.get(value);
    if (!known) next.set(value, { value, about: whole ? summary : name });
    else if (!whole) known.about = `${known.about}, ${parts.slice(names.length + 1).join(" ")}`;
  }
  if (names.length === 0) next.set("help", { value: "help", about: "Show help" });
  return [...next.values()];
}

/** Those that begin as what was typed. */
function matching(current: string, { candidates, paths }: Completion): Completion {
  return { candidates: candidates.filter(({ value }) => value.startsWith(current)), paths };
}
