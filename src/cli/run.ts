import type { Ended } from "./command.ts";
import { type CommandEntry, COMMANDS, findCommand } from "./command_table.ts";
import { EXIT, type ExitCode } from "./exit_code.ts";
import { Failure, Invalid } from "./failure.ts";
import { helpPage } from "./help.ts";
import { Output } from "./output.ts";
import { diagnosticText } from "./view/diagnostics.ts";
import { formatIn, splitWords } from "./words.ts";
import type { World } from "./world.ts";

/** What the completion scripts of the shells call. */
const COMPLETE = "__complete";

/** Runs one command line and answers what to exit with. Never throws. */
export async function run(args: readonly string[], world: World): Promise<ExitCode> {
  const out = new Output(world);
  const code = await answer(args, world, out);
  const unheard = world.unheard?.();
  // `panka list | head` has what it wants.
  if (unheard === undefined || unheard === "reader gone") return code;
  out.note(diagnosticText(
    {
      severity: "error",
      code: "output-lost",
      summary: "not all of the output could be written",
      why: `stdout: ${unheard}`,
      fix: "make room where it goes, then look with panka status",
    },
    out.errorColors,
    out.columns,
  ));
  return code || EXIT.error;
}

async function answer(args: readonly string[], world: World, out: Output): Promise<ExitCode> {
  // Machines get their errors in the form they asked for, even those about the command line.
  const format = formatIn(args);
  if (format) out.configure({ output: format });
  try {
    return await dispatch(args, world, out);
  } catch (error) {
    if (error instanceof Invalid) {
      await out.invalid(error);
      return error.exitCode;
    }
    const known = error instanceof Failure
      ? error
      : (await import("./explain_error.ts")).failureOf(error);
    if (known) {
      await out.failure(known.diagnostic, known.exitCode);
      return known.exitCode;
    }
    if (world.env("PANKA_LOG") === "debug" && error instanceof Error) out.note(error.stack ?? "");
    await out.failure({
      code: "internal",
      summary: `panka failed inside: ${error instanceof Error ? error.message : String(error)}`,
      fix: "this is a bug; run again with PANKA_LOG=debug and report what it prints",
    }, EXIT.error);
    return EXIT.error;
  }
}

async function dispatch(args: readonly string[], world: World, out: Output): Promise<ExitCode> {
  if (args[0] === COMPLETE) {
    const { answerCompletion } = await import("./completion/complete.ts");
    await answerCompletion(args.slice(1), world, out);
    return EXIT.done;
  }
  if (args[0] === "help") args = [...args.slice(1), "--help"];
  if (args[0] === "--version" || args[0] === "-V") args = ["version"];
  const { words, at } = splitWords(args);
  const wantsHelp = args.includes("--help") || args.includes("-h");
  const found = findCommand(words);
  if (found) {
    const taken = new Set(at.slice(0, found.used));
    return await runCommand(found.entry, args.filter((_, i) => !taken.has(i)), world, out);
  }
  // "admin tenant" begins commands as "admin" does.
  const prefix = [words.slice(0, 2).join(" "), words[0] ?? ""]
    .find((start) => COMMANDS.some(({ name }) => name.startsWith(`${start} `)));
  if (words.length === 0 || prefix && (wantsHelp || words.join(" ") === prefix)) {
    const page = helpPage(out.colors, out.columns, prefix);
    if (wantsHelp) out.text(page);
    else out.note(page);
    return wantsHelp ? EXIT.done : EXIT.usage;
  }
  const { nearest } = await import("../schema/nearest.ts");
  const tried = words.slice(0, prefix ? prefix.split(" ").length + 1 : 1).join(" ");
  const meant = nearest(tried, COMMANDS.flatMap((c) => [c.name, ...c.aliases]));
  throw new Failure({
    code: "usage",
    summary: `there is no command "${tried}"`,
    fix: meant ? `panka ${meant}` : "panka --help lists the commands",
  }, EXIT.usage);
}

async function runCommand(
  entry: CommandEntry,
  args: string[],
  world: World,
  out: Output,
): Promise<ExitCode> {
  if (!entry.load) {
    throw new Failure({
      code: "not-built",
      summary: `panka ${entry.name} is not built yet`,
      why: `it will: ${entry.summary.charAt(0).toLowerCase()}${entry.summary.slice(1)}`,
      fix: "panka --help shows what this version can do",
    }, EXIT.usage);
  }
  const [{ Command, CommanderError, Help }, { commonOptions }, module] = await Promise.all([
    import("@commander-js/extra-typings"),
    import("./options.ts"),
    entry.load(),
  ]);
  if (entry.runs) {
    const { RunLines } = await import("./run_lines.ts");
    out.lines = new RunLines(entry.name.split(" ").at(-1)!);
  }
  let result: Ended = undefined;
  const said: string[] = [];
  const command = new Command(`panka ${entry.name}`)
    .description(entry.summary)
    .helpOption("-h, --help", "show this page")
    .configureHelp({
      optionDescription(option) {
        // That a list is empty by default goes without saying.
        const isList = Array.isArray(option.defaultValue);
        const shown = isList ? Object.create(option, { defaultValue: {} }) : option;
        return Help.prototype.optionDescription.call(this, shown);
      },
    })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => out.text(text),
      writeErr: (text) => void said.push(text),
      getOutHelpWidth: () => out.columns,
      getOutHasColors: () => false,
    });
  module.define(command, { world, out }, (code) => void (result = code));
  commonOptions(command);
  command.hook(
    "preAction",
    (that) => out.configure(that.opts() as Parameters<Output["configure"]>[0]),
  );
  try {
    await command.parseAsync(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT.done;
    const [summary, hint] = error.message.replace(/^error: /, "").split("\n");
    const meant = /Did you mean (.*)\?/.exec(hint ?? "")?.[1];
    const [what, why] = summary!.replaceAll("'", '"').replace(/\.$/, "").split(/\. (.*)/s);
    throw new Failure({
      code: "usage",
      summary: what!,
      why: why && why.charAt(0).toLowerCase() + why.slice(1),
      fix: meant ? `use ${meant}` : `panka ${entry.name} --help shows its arguments`,
    }, EXIT.usage);
  }
  return await result ?? EXIT.done;
}
