import type { ExitCode } from "./exit_code.ts";
import type { NewCommand } from "./options.ts";
import type { Output } from "./output.ts";
import type { World } from "./world.ts";

/** What a command's `run` gets besides its own arguments. */
export interface Context {
  world: World;
  out: Output;
}

/** A stack's folder as the user wrote it; undefined: the nearest one. */
export type Folder = string | undefined;

/** What a command ends with; nothing: with exit 0. */
export type Ended = ExitCode | void | Promise<ExitCode | void>;

/** What a file in commands/ exports: adds arguments and options, and says what to call with them. */
export type Define = (
  command: NewCommand,
  context: Context,
  done: (ended: Ended) => void,
) => void;
