import { FileProblem } from "../ports/files.ts";
import { hostFiles, problem } from "./host_files.ts";
import type { World } from "./world.ts";

const encoder = new TextEncoder();

/** A stream until it takes no more (its reader is gone, the disk full): what goes on then goes on unheard, to its end. */
class Writer {
  failure?: unknown;

  constructor(private readonly stream: { writeSync(bytes: Uint8Array): number }) {}

  write(text: string): void {
    if (this.failure) return;
    const bytes = encoder.encode(text);
    try {
      for (let done = 0; done < bytes.length;) done += this.stream.writeSync(bytes.subarray(done));
    } catch (error) {
      this.failure = error;
    }
  }
}

/** @throws FileProblem naming the file that can't be changed, and why */
function changing(path: string, change: () => void): void {
  try {
    change();
  } catch (error) {
    throw new FileProblem(`"${path}" can't be written: ${problem(error).message}`);
  }
}

function removeQuietly(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // It is not there.
  }
}

function env(name: string): string | undefined {
  const value = Deno.env.get(name);
  return value === "" ? undefined : value;
}

function terminalSize(): { columns: number; rows: number } | undefined {
  if (!Deno.stdout.isTerminal() && !Deno.stderr.isTerminal()) return undefined;
  try {
    return Deno.consoleSize();
  } catch {
    return undefined;
  }
}

/** The machine that panka runs on. */
export function hostWorld(): World {
  const stdout = new Writer(Deno.stdout);
  const stderr = new Writer(Deno.stderr);
  return {
    env,
    cwd: Deno.cwd(),
    home: env("HOME") ?? env("USERPROFILE"),
    platform: { os: Deno.build.os, arch: Deno.build.arch },
    files: hostFiles,
    write: (path, content, mode) =>
      changing(path, () => {
        const folder = path.replace(/[^/\\]*$/, "");
        const folderMode = mode === 0o600 ? 0o700 : 0o777;
        if (folder) Deno.mkdirSync(folder, { recursive: true, mode: folderMode });
        const temporary = `${path}.${Deno.pid}.tmp`;
        const bytes = typeof content === "string" ? encoder.encode(content) : content;
        // Made anew: a link of that name, which others may have put there, is not followed.
        removeQuietly(temporary);
        try {
          Deno.writeFileSync(temporary, bytes, { mode: mode ?? 0o644, createNew: true });
          Deno.renameSync(temporary, path);
        } catch (error) {
          removeQuietly(temporary);
          throw error;
        }
      }),
    remove: (path) => changing(path, () => Deno.removeSync(path, { recursive: true })),
    stdin: () => new Response(Deno.stdin.readable).text(),
    stdout: (text) => stdout.write(text),
    stderr: (text) => stderr.write(text),
    unheard() {
      if (stdout.failure instanceof Deno.errors.BrokenPipe) return "reader gone";
      return stdout.failure instanceof Error ? stdout.failure.message : undefined;
    },
    terminal: {
      stdin: Deno.stdin.isTerminal(),
      stdout: Deno.stdout.isTerminal(),
      stderr: Deno.stderr.isTerminal(),
    },
    columns: () => terminalSize()?.columns || undefined,
    rows: () => terminalSize()?.rows || undefined,
    clock: {
      wall: () => Date.now(),
      monotonic: () => performance.now(),
      sleep: (ms, signal) =>
        new Promise((resolve, reject) => {
          if (signal?.aborted) return reject(signal.reason);
          const stop = () => {
            clearTimeout(timer);
            reject(signal!.reason);
          };
          const timer = setTimeout(() => {
            signal?.removeEventListener("abort", stop);
            resolve();
          }, ms);
          signal?.addEventListener("abort", stop, { once: true });
        }),
    },
    random: {
      bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
      fraction: () => Math.random(),
    },
    async run([program, ...args], options) {
      try {
        const command = new Deno.Command(program!, {
          args,
          cwd: options?.cwd,
          stdin: options?.stdin === undefined ? "null" : "piped",
          stdout: "piped",
          stderr: "null",
        });
        const child = command.spawn();
        if (options?.stdin !== undefined) {
          // It may end without reading all; its exit code tells.
          await new Blob([options.stdin]).stream().pipeTo(child.stdin).catch(() => {});
        }
        const { code, stdout } = await child.output();
        return { code, stdout: new TextDecoder().decode(stdout) };
      } catch {
        // Not there, not allowed, or no PATH to look in, for which Deno has no error of its own.
        return undefined;
      }
    },
    onInterrupt(listener) {
      const signals: Deno.Signal[] = Deno.build.os === "windows"
        ? ["SIGINT"]
        // Whoever leaves the terminal leaves nothing half done; off a terminal it may be nohup's to ignore.
        : ["SIGINT", "SIGTERM", ...Deno.stderr.isTerminal() ? ["SIGHUP" as const] : []];
      for (const signal of signals) Deno.addSignalListener(signal, listener);
      return () => {
        for (const signal of signals) Deno.removeSignalListener(signal, listener);
      };
    },
  };
}
