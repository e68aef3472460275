import { dirname } from "node:path";
import type { CloudFile } from "./cloud.ts";

/** The simulated cloud in a file on this machine, replaced as a whole by each write. */
export function fileCloud(path: string): CloudFile {
  return {
    async read() {
      try {
        return await Deno.readTextFile(path);
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return undefined;
        throw error;
      }
    },
    async write(text) {
      await Deno.mkdir(dirname(path), { recursive: true });
      const aside = `${path}.${crypto.randomUUID()}`;
      try {
        await Deno.writeTextFile(aside, text, { mode: 0o600, createNew: true });
        await Deno.rename(aside, path);
      } catch (error) {
        await Deno.remove(aside).catch(() => {});
        throw error;
      }
    },
  };
}
