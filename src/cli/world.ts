import type { Readable, Writable } from "node:stream";
import type { Clock, Random } from "../ports/clock.ts";
import type { Files } from "../ports/files.ts";

/** Everything outside that a command may touch. `main.ts` passes the real one, tests their own. */
export interface World {
  env(name: string): string | undefined;
  /** Absolute path. */
  cwd: string;
  /** The user's home folder; undefined where there is none. */
  home?: string;
  platform: { os: string; arch: string };
  files: Files;
  /** Makes the folders above (for their owner alone where `mode` is 0600); replaces the file in one step. */
  write(path: string, content: string | Uint8Array, mode?: number): void;
  remove(path: string): void;
  /** All of standard input. */
  stdin(): Promise<string>;
  stdout(text: string): void;
  stderr(text: string): void;
  /** Why nobody gets what stdout is given any more: `reader gone`, or an error; undefined while somebody does. */
  unheard?(): string | undefined;
  terminal: { stdin: boolean; stdout: boolean; stderr: boolean };
  /** Columns of the terminal; undefined off a terminal. */
  columns(): number | undefined;
  /** Its lines; undefined where nobody knows. */
  rows?(): number | undefined;
  /** Streams for questions; absent: stdin and stderr. */
  prompts?: { input: Readable; output: Writable };
  clock: Clock;
  random: Random;
  /** Runs a program and gives back what it printed; undefined when it is not there. Secrets go to its stdin, not into `command`. */
  run(
    command: string[],
    options?: { cwd?: string; stdin?: string },
  ): Promise<{ code: number; stdout: string } | undefined>;
  /** Calls `listener` for Ctrl-C, SIGTERM and a terminal that goes away, in place of the default end; returns how to stop. */
  onInterrupt(listener: () => void): () => void;
}
