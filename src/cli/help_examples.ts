import type { Command, OptionValues } from "@commander-js/extra-typings";

/** Ends a command's help page with examples. */
export function examples<A extends unknown[], O extends OptionValues>(
  command: Command<A, O>,
  ...lines: string[]
): Command<A, O> {
  command.addHelpText("after", `\nExamples:\n${lines.map((line) => `  ${line}`).join("\n")}`);
  return command;
}
