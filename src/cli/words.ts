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
