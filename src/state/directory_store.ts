import { checkKey } from "./keys.ts";
import { fileName, NumberedFiles, segmentOf } from "./numbered_files_store.ts";
import {
  type Condition,
  PreconditionFailed,
  type Store,
  type StoredObject,
  type StoredVersion,
  StoreUnavailable,
  UnknownOutcome,
  WriteConflict,
} from "./store.ts";

/** Ends the name of a folder that holds versions; no encoded segment contains a comma. */
const VERSIONS = ",v";

export interface Retention {
  /** Versions that were replaced longer ago than this may go … */
  days: number;
  /** … but never the newest so many. */
  atLeast: number;
}

/**
 * A store in a folder, safe between processes on one machine: `a/b` is the folder `a/b,v` with
 * files `000000000001`, `000000000002`, …. Folders are 0700, files 0600. See {@link NumberedFiles}.
 */
export class DirectoryStore implements Store {
  readonly location: string;

  /** @param root folder; made when first written to */
  constructor(
    root: string,
    private readonly retention: Retention = { days: 90, atLeast: 10 },
  ) {
    this.location = root.replace(/\/+$/, "");
  }

  async get(key: string, signal?: AbortSignal): Promise<StoredObject | undefined> {
    const files = this.#files(key, signal);
    for (let attempt = 0; attempt < 100; attempt++) {
      const latest = (await files.numbers()).at(-1);
      if (latest === undefined) return undefined;
      const file = await files.read(latest);
      if (file) return stored(latest, file);
    }
    throw new StoreUnavailable(`"${key}" in "${this.location}" changes faster than it can be read`);
  }

  async getVersion(
    key: string,
    versionId: string,
    signal?: AbortSignal,
  ): Promise<StoredObject | undefined> {
    const files = this.#files(key, signal);
    if (!/^[1-9]\d{0,11}$/.test(versionId)) return undefined;
    if (!(await files.numbers()).includes(Number(versionId))) return undefined;
    const file = await files.read(Number(versionId));
    return file && stored(Number(versionId), file);
  }

  async put(
    key: string,
    body: Uint8Array,
    condition: Condition,
    signal?: AbortSignal,
  ): Promise<{ etag: string; versionId: string }> {
    const files = this.#files(key, signal);
    for (let attempt = 0; attempt < 100; attempt++) {
      const numbers = await files.numbers();
      const latest = numbers.at(-1) ?? 0;
      if (condition !== "any" && !await this.#holds(files, latest, condition)) break;
      if (await files.publish(latest, body)) {
        // It is written: what is old may go another time.
        await this.#prune(files, numbers).catch(() => {});
        const file = await files.stat(latest + 1).catch(() => undefined);
        if (!file) throw new UnknownOutcome(`"${key}" vanished from "${this.location}"`);
        return { etag: etagOf(latest + 1, file.modified), versionId: String(latest + 1) };
      }
      if (condition !== "any") break;
      if (attempt === 99) throw new WriteConflict(`"${key}" is being written by too many at once`);
    }
    throw new PreconditionFailed(
      `"${key}" in "${this.location}" was written by someone else first`,
    );
  }

  async versions(key: string, signal?: AbortSignal): Promise<StoredVersion[]> {
    const files = this.#files(key, signal);
    const numbers = await files.numbers();
    const versions: StoredVersion[] = [];
    for (const number of numbers.toReversed()) {
      const file = await files.stat(number);
      if (!file) continue;
      versions.push({
        versionId: String(number),
        etag: etagOf(number, file.modified),
        lastModified: file.modified,
        isLatest: number === numbers.at(-1),
        size: file.size,
      });
    }
    return versions;
  }

  async list(prefix: string, signal?: AbortSignal): Promise<string[]> {
    signal?.throwIfAborted();
    const parents = prefix.split("/").slice(0, -1);
    if (parents.length > 0) checkKey(parents.join("/"));
    const keys: string[] = [];
    await this.#walk(parents, keys);
    return keys.filter((key) => key.startsWith(prefix)).sort();
  }

  async #walk(segments: string[], keys: string[]): Promise<void> {
    const folder = [this.location, ...segments.map(fileName)].join("/");
    try {
      for await (const entry of Deno.readDir(folder)) {
        if (!entry.isDirectory) continue;
        if (!entry.name.endsWith(VERSIONS)) {
          await this.#walk([...segments, segmentOf(entry.name)], keys);
          continue;
        }
        const key = [...segments, segmentOf(entry.name.slice(0, -VERSIONS.length))].join("/");
        if ((await this.#files(key).numbers()).length > 0) keys.push(key);
      }
    } catch (cause) {
      if (cause instanceof Deno.errors.NotFound) return;
      if (cause instanceof StoreUnavailable) throw cause;
      throw new StoreUnavailable(`Can't list "${folder}": ${cause}`, { cause });
    }
  }

  async #holds(files: NumberedFiles, latest: number, condition: Exclude<Condition, "any">) {
    if (condition === "absent") return latest === 0;
    const file = latest > 0 ? await files.stat(latest) : undefined;
    return file !== undefined && etagOf(latest, file.modified) === condition.ifMatch;
  }

  async #prune(files: NumberedFiles, numbers: number[]): Promise<void> {
    const old: number[] = [];
    const horizon = Date.now() - this.retention.days * 86_400_000;
    const candidates = numbers.slice(0, Math.max(0, numbers.length + 1 - this.retention.atLeast));
    for (const [index, number] of candidates.entries()) {
      const successor = await files.stat(numbers[index + 1] ?? number + 1);
      if (!successor || successor.modified >= horizon) break;
      old.push(number);
    }
    // The predecessor of the newest version proves that its number was never used before.
    await files.prune(old.filter((number) => number !== numbers.at(-1)));
  }

  #files(key: string, signal?: AbortSignal): NumberedFiles {
    signal?.throwIfAborted();
    checkKey(key);
    const segments = key.split("/").map(fileName);
    return new NumberedFiles(this.location, [...segments.slice(0, -1), segments.at(-1) + VERSIONS]);
  }
}

function etagOf(number: number, modified: number): string {
  return `"${number}-${modified.toString(36)}"`;
}

function stored(number: number, file: { body: Uint8Array; modified: number }): StoredObject {
  return {
    body: file.body,
    etag: etagOf(number, file.modified),
    versionId: String(number),
    lastModified: file.modified,
  };
}
