import type { Command } from "@commander-js/extra-typings";
import type { Output } from "./output.ts";
import type { World } from "./world.ts";
import type { ExitCode } from "./exit_code.ts";

/** What a command's `run` gets besides its own arguments. */
export interface Context {
  world: World;
  out: Output;
}

/** What a file in commands/ exports: how its arguments look, and what to do. */
export interface CommandModule {
  /** Adds arguments and options and says what to call with them. */
  define(
    command: Command,
    context: Context,
    done: (code: ExitCode | Promise<ExitCode>) => void,
  ): void;
}

export const GROUPS = [
  "start",
  "author",
  "deploy",
  "look",
  "drift",
  "state",
  "tenant",
  "platform",
] as const;

/** A line of the command table. */
export interface CommandEntry {
  /** Its words: "state history". */
  name: string;
  group: typeof GROUPS[number];
  summary: string;
  /** Absent: not built yet, which is what it says. */
  load?: () => Promise<CommandModule>;
  /** It is a run: for machines its last line is a summary, however it ends. */
  runs?: true;
  /** Older spellings. */
  aliases?: readonly string[];
}
