import { Command, type Option } from "@commander-js/extra-typings";
import type { Context } from "../command.ts";
import type { CommandEntry } from "../command_table.ts";
import { commonOptions } from "../options.ts";
import type { Candidate, Completion } from "./candidate.ts";
import { valuesOfArgument, valuesOfOption } from "./values.ts";

async function commandOf(entry: CommandEntry, context: Context): Promise<Command> {
  const command = new Command(entry.name);
  (await entry.load!()).define(command, context, () => {});
  commonOptions(command);
  return command as Command;
}

/** Completes behind a command: `rest` is what stands between it and the cursor. */
export async function inCommand(
  entry: CommandEntry,
  rest: readonly string[],
  current: string,
  context: Context,
): Promise<Completion> {
  const command = await commandOf(entry, context);
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
