/** Common options that take a value: they may stand before the command's own words. */
const WITH_VALUE = new Set([
  "-e",
  "--env",
  "--environment",
  "-o",
  "--output",
  "--color",
  "--config",
  "--tenant",
  "--stack",
  "--var",
  "--var-file",
  "--service",
  "--component",
]);

/** Splits the command's words from everything else; options may stand before them. */
export function splitWords(args: readonly string[]): { words: string[]; at: number[] } {
  const words: string[] = [];
  const at: number[] = [];
  for (let i = 0; i < args.length && words.length < 3; i++) {
    const arg = args[i]!;
    if (arg === "--") break;
    if (arg.startsWith("-")) {
      if (WITH_VALUE.has(arg)) i++;
      continue;
    }
    words.push(arg);
    at.push(i);
  }
  return { words, at };
}

/** The machine format that a command line asks for, read before it is known to be right. */
export function formatIn(args: readonly string[]): "json" | "yaml" | undefined {
  const end = args.indexOf("--");
  const options = end < 0 ? args : args.slice(0, end);
  for (const [i, arg] of options.entries()) {
    const value = arg === "-o" || arg === "--output"
      ? options[i + 1]
      : /^(?:-o|--output=)(.*)$/s.exec(arg)?.[1];
    if (value === "json" || value === "yaml") return value;
  }
  return undefined;
}
