import type { LockCondition, LockItem, LockTable, LockUpdate, UpdateResult } from "./table.ts";
import { holds, updated } from "./update.ts";

/** A lock table in this process. */
export class MemoryTable implements LockTable {
  readonly location = "memory";
  readonly #items = new Map<string, LockItem>();

  // deno-lint-ignore require-await -- a throw has to become a rejection
  async update(
    key: string,
    condition: LockCondition,
    update: LockUpdate,
    signal?: AbortSignal,
  ): Promise<UpdateResult> {
    signal?.throwIfAborted();
    const item = this.#items.get(key);
    if (!holds(condition, item)) return item ? { ok: false, item } : { ok: false };
    const next = updated(key, item, update);
    this.#items.set(key, next);
    return { ok: true, item: next };
  }

  // deno-lint-ignore require-await
  async get(key: string, signal?: AbortSignal): Promise<LockItem | undefined> {
    signal?.throwIfAborted();
    return this.#items.get(key);
  }

  // deno-lint-ignore require-await
  async list(prefix: string, signal?: AbortSignal): Promise<LockItem[]> {
    signal?.throwIfAborted();
    return [...this.#items.values()].filter((item) => item.key.startsWith(prefix))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** Puts an item as it is, or takes it away: what TTL, a lost table or a stray hand does. */
  place(key: string, item: LockItem | undefined): void {
    if (item) this.#items.set(key, item);
    else this.#items.delete(key);
  }
}
