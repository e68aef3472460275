import { StoreUnavailable, UnknownOutcome } from "./store.ts";

const NUMBER = /^\d{12}$/;
const TEMPORARY = ",new-";
const ABANDONED_MS = 3_600_000;

/**
 * One object as a folder of numbered, never changing files; the highest number is the object.
 *
 * Version n + 1 is written to a temporary file, flushed, and hard-linked to its name, which fails
 * if the name is taken: that makes it a compare-and-swap between processes, and a crash at any
 * point leaves either the old or the new version. Nothing below `root` is reached through a
 * symbolic link.
 */
export class NumberedFiles {
  readonly #folder: string;

  /** @param segments folder names below `root`, already safe as file names */
  constructor(private readonly root: string, private readonly segments: string[]) {
    this.#folder = [root, ...segments].join("/");
  }

  /** Numbers that exist, ascending. */
  async numbers(): Promise<number[]> {
    return await this.#guard("read", async () => {
      if (!await this.#isRealFolder()) return [];
      const numbers: number[] = [];
      for await (const entry of Deno.readDir(this.#folder)) {
        if (!NUMBER.test(entry.name)) continue;
        if (!entry.isFile) {
          throw new StoreUnavailable(`"${this.#folder}/${entry.name}" is no plain file`);
        }
        numbers.push(Number(entry.name));
      }
      return numbers.sort((a, b) => a - b);
    });
  }

  /** Undefined when there is no such version. `modified`: milliseconds since 1970 UTC. */
  async read(number: number): Promise<{ body: Uint8Array; modified: number } | undefined> {
    return await this.#guard("read", async () => {
      try {
        const path = this.#path(number);
        const { mtime } = await Deno.stat(path);
        return { body: await Deno.readFile(path), modified: mtime?.getTime() ?? 0 };
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return undefined;
        throw error;
      }
    });
  }

  async stat(number: number): Promise<{ size: number; modified: number } | undefined> {
    return await this.#guard("read", async () => {
      try {
        const { size, mtime } = await Deno.stat(this.#path(number));
        return { size, modified: mtime?.getTime() ?? 0 };
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return undefined;
        throw error;
      }
    });
  }

  /**
   * Publishes `body` as the version after `previous` (0: as the first).
   *
   * @returns false when that number is taken
   * @throws UnknownOutcome when `previous` was pruned meanwhile, so that the name proves nothing
   */
  async publish(previous: number, body: Uint8Array): Promise<boolean> {
    const temporary = `${this.#folder}/${TEMPORARY}${crypto.randomUUID()}`;
    await this.#guard("write", async () => {
      await this.#makeFolder();
      const file = await Deno.open(temporary, { write: true, createNew: true, mode: 0o600 });
      try {
        for (let at = 0; at < body.length;) at += await file.write(body.subarray(at));
        await file.sync();
      } finally {
        file.close();
      }
    });
    try {
      const won = await this.#guard("write", () => link(temporary, this.#path(previous + 1)));
      if (!won) return false;
      await this.#settle(previous);
      return true;
    } finally {
      await Deno.remove(temporary).catch(() => {});
    }
  }

  /**
   * Removes the versions given (ascending: lower ones always go first), and what crashed writers
   * left.
   */
  async prune(numbers: number[]): Promise<void> {
    for (const number of numbers) await Deno.remove(this.#path(number)).catch(() => {});
    try {
      for await (const { name } of Deno.readDir(this.#folder)) {
        if (!name.startsWith(TEMPORARY)) continue;
        const path = `${this.#folder}/${name}`;
        const { mtime } = await Deno.lstat(path);
        if (mtime && Date.now() - mtime.getTime() > ABANDONED_MS) await Deno.remove(path);
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }

  /** After the link: flush the folder, and make sure the number was not a pruned one used again. */
  async #settle(previous: number): Promise<void> {
    try {
      if (Deno.build.os !== "windows") {
        const folder = await Deno.open(this.#folder, { read: true });
        try {
          await folder.sync();
        } finally {
          folder.close();
        }
      }
      if (previous > 0) await Deno.stat(this.#path(previous));
    } catch (cause) {
      throw new UnknownOutcome(`Can't tell whether "${this.#path(previous + 1)}" was written`, {
        cause,
      });
    }
  }

  async #makeFolder(): Promise<void> {
    if (await this.#isRealFolder()) return;
    await Deno.mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await this.#isRealFolder();
  }

  async #isRealFolder(): Promise<boolean> {
    let path = this.root;
    for (const segment of this.segments) {
      path += `/${segment}`;
      try {
        const info = await Deno.lstat(path);
        if (!info.isDirectory) {
          throw new StoreUnavailable(
            `"${path}" is ${info.isSymlink ? "a symbolic link" : "no folder"}`,
          );
        }
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return false;
        throw error;
      }
    }
    return true;
  }

  async #guard<T>(verb: "read" | "write", step: () => Promise<T>): Promise<T> {
    try {
      return await step();
    } catch (cause) {
      if (cause instanceof StoreUnavailable) throw cause;
      const why = (cause instanceof Error ? cause.message : String(cause))
        .replace(/ \(os error \d+\).*$/s, "").toLowerCase();
      throw new StoreUnavailable(`Can't ${verb} in "${this.#folder}": ${why}`, { cause });
    }
  }

  #path(number: number): string {
    return `${this.#folder}/${String(number).padStart(12, "0")}`;
  }
}

async function link(from: string, to: string): Promise<boolean> {
  try {
    await Deno.link(from, to);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return false;
    throw error;
  }
}

/**
 * A file name for one key segment: letters, digits, `.`, `_`, `-` as they are, the rest
 * percent-encoded.
 */
export function fileName(segment: string): string {
  return encodeURIComponent(segment).replace(
    /[!'()*~]|^\./g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The opposite of {@link fileName}. */
export function segmentOf(name: string): string {
  return decodeURIComponent(name);
}
