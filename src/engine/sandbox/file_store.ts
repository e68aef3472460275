import { dirname } from "node:path";
import type { CloudFile } from "./cloud.ts";

/** The simulated cloud in a file on this machine; a lock beside it keeps processes apart. */
export function fileCloud(path: string): CloudFile {
  async function read() {
    try {
      return await Deno.readTextFile(path);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    }
  }
  async function alone<T>(write: () => Promise<T>): Promise<T> {
    // What takes microseconds is waited for: the other threads' turns would take longer.
    Deno.mkdirSync(dirname(path), { recursive: true });
    using lock = Deno.openSync(`${path}.lock`, { create: true, write: true, mode: 0o600 });
    // Ends with the process at the latest.
    await lock.lock(true);
    return await write();
  }
  return {
    read,
    append: (line) =>
      // deno-lint-ignore require-await -- a throw has to become a rejection
      alone(async () => {
        using file = Deno.openSync(path, { create: true, append: true, mode: 0o600 });
        const before = file.seekSync(0, Deno.SeekMode.End);
        const bytes = new TextEncoder().encode(before > 0 ? `\n${line}` : line);
        for (let from = 0; from < bytes.length;) from += file.writeSync(bytes.subarray(from));
        return { before, now: before + bytes.length };
      }),
    update: (change) =>
      alone(async () => {
        const aside = `${path}.${crypto.randomUUID()}`;
        try {
          const text = change(await read());
          await Deno.writeTextFile(aside, text, { mode: 0o600, createNew: true });
          await Deno.rename(aside, path);
        } catch (error) {
          await Deno.remove(aside).catch(() => {});
          throw error;
        }
      }),
  };
}
