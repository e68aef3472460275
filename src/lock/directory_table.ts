import { fileName, NumberedFiles, segmentOf } from "../state/numbered_files_store.ts";
import { StoreUnavailable, WriteConflict } from "../state/store.ts";
import {
  type LockCondition,
  type LockItem,
  type LockTable,
  type LockUpdate,
  UNREADABLE,
  type UpdateResult,
} from "./table.ts";
import { parseItem } from "./item.ts";
import { holds, updated } from "./update.ts";

/** How many versions of an item stay; the older ones only say who held the lock before. */
const KEPT = 16;
const SUFFIX = ",v";

/** A lock table in a folder, safe between processes on one machine. See {@link NumberedFiles}. */
export class DirectoryTable implements LockTable {
  readonly location: string;

  /** @param root folder; made when first written to */
  constructor(root: string) {
    this.location = root.replace(/\/+$/, "");
  }

  async update(
    key: string,
    condition: LockCondition,
    update: LockUpdate,
    signal?: AbortSignal,
  ): Promise<UpdateResult> {
    signal?.throwIfAborted();
    const files = this.#files(key);
    for (let attempt = 0; attempt < 1000; attempt++) {
      const { item, numbers } = await this.#read(key, files);
      if (!holds(condition, item)) return item ? { ok: false, item } : { ok: false };
      const next = updated(key, item, update);
      const body = new TextEncoder().encode(JSON.stringify(next));
      // Losing the number to someone else is no outcome yet: the condition is judged again.
      if (!await files.publish(numbers.at(-1) ?? 0, body)) continue;
      if (numbers.length >= KEPT) await files.prune(numbers.slice(0, numbers.length + 1 - KEPT));
      return { ok: true, item: next };
    }
    throw new WriteConflict(`"${key}" in "${this.location}" is being written by too many at once`);
  }

  async get(key: string, signal?: AbortSignal): Promise<LockItem | undefined> {
    signal?.throwIfAborted();
    return (await this.#read(key, this.#files(key))).item;
  }

  async list(prefix: string, signal?: AbortSignal): Promise<LockItem[]> {
    signal?.throwIfAborted();
    const keys: string[] = [];
    try {
      for await (const { name, isDirectory } of Deno.readDir(this.location)) {
        if (!isDirectory || !name.endsWith(SUFFIX)) continue;
        const key = segmentOf(name.slice(0, -SUFFIX.length));
        if (key.startsWith(prefix)) keys.push(key);
      }
    } catch (cause) {
      if (cause instanceof Deno.errors.NotFound) return [];
      throw new StoreUnavailable(`Can't list "${this.location}": ${cause}`, { cause });
    }
    const items: LockItem[] = [];
    for (const key of keys.sort()) {
      const { item } = await this.#read(key, this.#files(key));
      if (item) items.push(item);
    }
    return items;
  }

  async #read(key: string, files: NumberedFiles): Promise<{ item?: LockItem; numbers: number[] }> {
    for (let attempt = 0; attempt < 100; attempt++) {
      const numbers = await files.numbers();
      const latest = numbers.at(-1);
      if (latest === undefined) return { numbers };
      const file = await files.read(latest);
      if (file) return { item: parseItem(key, file.body) ?? { key, fence: UNREADABLE }, numbers };
    }
    throw new StoreUnavailable(`"${key}" in "${this.location}" changes faster than it can be read`);
  }

  #files(key: string): NumberedFiles {
    if (key === "") throw new TypeError("Use a lock key that is not empty");
    return new NumberedFiles(this.location, [fileName(key) + SUFFIX]);
  }
}
