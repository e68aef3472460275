import { Command, type Option } from "@commander-js/extra-typings";
import type { CommandEntry, Context } from "../command.ts";
import { COMMANDS, findCommand } from "../command_table.ts";
import { commonOptions } from "../options.ts";
import { splitWords } from "../words.ts";
import type { Candidate, Completion } from "./candidate.ts";
import { valuesOfArgument, valuesOfOption } from "./values.ts";

/** Completes a command line: `words` are what stands behind "panka" up to the cursor, the last one unfinished. */
export async function complete(words: readonly string[], context: Context): Promise<Completion> {
  const current = words.at(-1)!;
  let before = words.slice(0, -1);
  if (before[0] === "help") before = before.slice(1);
  const { words: names, at } = splitWords(before);
  const found = findCommand(names);
  if (!found) return matching(current, { candidates: nextWords(names, current) });
  if (!found.entry.load) return { candidates: [] };
  const taken = new Set(at.slice(0, found.used));
  const rest = before.filter((_, i) => !taken.has(i));
  const command = await commandOf(found.entry, context);
  return matching(current, await inCommand(command, found.entry, rest, current, context));
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

async function commandOf(entry: CommandEntry, context: Context): Promise<Command> {
  const command = new Command(entry.name);
  (await entry.load!()).define(command, context, () => {});
  commonOptions(command);
  return command as Command;
}

async function inCommand(
  command: Command,
  entry: CommandEntry,
  rest: readonly string[],
  current: string,
  context: Context,
): Promise<Completion> {
  const options = command.options as Option[];
  const named = (flag: string) =>
    options.find(({ long, short }) => long === flag || short === flag);
  const takesValue = (option: Option | undefined) => option?.required || option?.optional;
  const used = new Set<Option>();
  const given: string[] = [];
  let onlyArguments = false;
  let pending: Option | undefined;
  for (const word of rest) {
    if (pending) pending = undefined;
    else if (onlyArguments || !word.startsWith("-") || word === "-") given.push(word);
    else if (word === "--") onlyArguments = true;
    else {
      const option = named(word.split("=")[0]!);
      if (option) used.add(option);
      if (takesValue(option) && !word.includes("=")) pending = option;
    }
  }
  const asking = { command: entry.name, given, folder: folderOf(command, given), rest };
  if (pending) return await valuesOfOption(pending, current, asking, context);
  const [flag, value] = current.split(/=(.*)/s);
  const inline = value === undefined || onlyArguments ? undefined : named(flag!);
  if (inline) {
    const { candidates, ...paths } = await valuesOfOption(inline, value!, asking, context);
    return {
      ...paths,
      candidates: candidates.map((it) => ({ ...it, value: `${flag}=${it.value}` })),
    };
  }
  if (current.startsWith("-") && !onlyArguments) return { candidates: flags(options, used) };
  const { registeredArguments } = command;
  const last = registeredArguments.at(-1);
  const argument = registeredArguments[given.length] ?? (last?.variadic ? last : undefined);
  return argument
    ? await valuesOfArgument(argument, current, asking, context)
    : { candidates: flags(options, used) };
}

/** What was given for a `[folder]`, where the command has one. */
function folderOf(command: Command, given: readonly string[]): string | undefined {
  const at = command.registeredArguments.findIndex((argument) =>
    /^folders?$/.test(argument.name())
  );
  return at < 0 ? undefined : given[at];
}

function flags(options: readonly Option[], used: ReadonlySet<Option>): Candidate[] {
  const all = options
    // What can be repeated has a list as its default.
    .filter((option) =>
      !option.hidden && option.long && (!used.has(option) || Array.isArray(option.defaultValue))
    )
    .map(({ long, description }) => ({ value: long!, about: description }));
  return [...all, { value: "--help", about: "show help" }];
}

/** Those that begin as what was typed. */
function matching(current: string, { candidates, paths }: Completion): Completion {
  return { candidates: candidates.filter(({ value }) => value.startsWith(current)), paths };
}
