import { type CommandEntry, COMMANDS } from "./command_table.ts";
import { type Colors, cut, pad } from "./view/style.ts";

const TITLES: Record<CommandEntry["group"], string> = {
  start: "Start",
  author: "Write",
  deploy: "Deploy",
  look: "Look",
  drift: "Drift",
  state: "State and locks",
  tenant: "Your tenant",
  platform: "Platform",
};

/** The page of `panka --help`, or of a word that only begins commands ("state"). */
export function helpPage(c: Colors, columns: number, prefix?: string): string {
  const lines = [
    prefix ? `Usage: panka ${prefix} <command>` : "Usage: panka <command> [folder] [options]",
    "",
    ...prefix ? [] : ["Deploys a stack, described in a folder of YAML, to AWS.", ""],
  ];
  for (const [group, title] of Object.entries(TITLES)) {
    const entries = COMMANDS.filter((e) =>
      e.group === group && (!prefix || e.name.startsWith(`${prefix} `))
    );
    if (!entries.length) continue;
    lines.push(c.bold(title));
    for (const { name, summary, load } of entries) {
      const text = load ? summary : `${summary} (not built yet)`;
      const line = cut(`  ${pad(name, 22)} ${text}`, columns);
      lines.push(load ? line : c.dim(line));
    }
    lines.push("");
  }
  lines.push("panka <command> --help tells more. First time: panka init");
  return lines.join("\n") + "\n";
}
