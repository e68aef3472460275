/** What a reader of a guide does: writes its files and types its commands, from top to bottom. */
export type Step =
  | { kind: "file"; name: string; text: string }
  | { kind: "run" } & Run;

/** A command, and what is said of it. */
export interface Run {
  /** Where it stands in its page; undefined where it stands in a file. */
  line?: number;
  command: string;
  exit: number;
  /** Lines that it prints, in this order among others. */
  output: string[];
}

/**
 * Reads the fenced blocks of a page. A block of `console` has commands after `$ `, a `# exit N` where one does not
 * end with 0, and what it prints; a block whose fence says a name after its language is a file. Others are for
 * looking at.
 */
export function stepsOf(markdown: string): Step[] {
  const lines = markdown.split("\n");
  const steps: Step[] = [];
  for (let i = 0; i < lines.length; i++) {
    const [, language, name] = /^```(\w+) ?(\S+)?$/.exec(lines[i]!) ?? [];
    if (language === undefined) continue;
    const from = i + 1;
    i = lines.indexOf("```", from);
    const block = lines.slice(from, i);
    if (name !== undefined) steps.push({ kind: "file", name, text: block.join("\n") + "\n" });
    else if (language === "console") steps.push(...runsOf(block, from + 1));
  }
  return steps;
}

function runsOf(block: readonly string[], firstLine: number): Step[] {
  const runs: ({ kind: "run" } & Run)[] = [];
  let continued = false;
  block.forEach((text, i) => {
    const last = runs.at(-1);
    if (continued) last!.command += `\n${text}`;
    else if (text.startsWith("$ ")) {
      const [, command, exit] = /^\$ (.*?)(?:\s+# exit (\d+))?$/.exec(text)!;
      runs.push({
        kind: "run",
        line: firstLine + i,
        command: command!,
        exit: Number(exit ?? 0),
        output: [],
      });
    } else if (text !== "") last!.output.push(text);
    continued = text.endsWith("\\");
  });
  return runs;
}

/** A line as it is shown, where `…` stands for anything. */
export const shown = (line: string): RegExp =>
  new RegExp(line.trim().split("…").map((part) => RegExp.escape(part)).join(".*"));
