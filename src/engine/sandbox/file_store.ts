import { dirname } from "node:path";
import type { CloudFile } from "./cloud.ts";

/** The simulated cloud in a file on this machine, replaced as a whole by each write; a lock beside it keeps processes apart. */
export function fileCloud(path: string): CloudFile {
  async function read() {
    try {
      return await Deno.readTextFile(path);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    }
  }
  return {
    read,
    async update(change) {
      await Deno.mkdir(dirname(path), { recursive: true });
      using lock = await Deno.open(`${path}.lock`, { create: true, write: true, mode: 0o600 });
      // Ends with the process at the latest.
      await lock.lock(true);
      const aside = `${path}.${crypto.randomUUID()}`;
      try {
        const text = change(await read());
        await Deno.writeTextFile(aside, text, { mode: 0o600, createNew: true });
        await Deno.rename(aside, path);
      } catch (error) {
        await Deno.remove(aside).catch(() => {});
        throw error;
      }
    },
  };
}
