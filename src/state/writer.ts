import type { Clock, Random } from "../ports/clock.ts";
import { sameJson } from "./canonical.ts";
import { decodeState, encodeState, StateUnreadable } from "./codec.ts";
import type { StateDocument, UnitState } from "./document.ts";
import { type StackAddress, stateKey } from "./paths.ts";
import {
  PreconditionFailed,
  type Store,
  StoreUnavailable,
  UnknownOutcome,
  WriteConflict,
} from "./store.ts";

/** What was read, or written last: what the next write expects to replace. */
export interface Base {
  /** Undefined when there is no state yet, or it can't be read. */
  document?: StateDocument;
  /** Undefined when there is no object yet. */
  etag?: string;
  /** Why there is an object and no document. */
  unreadable?: StateUnreadable;
}

/**
 * A document before it gets its serial, its writeId and its checksum. May be asked for more than
 * once.
 */
export type Change = (document: StateDocument | undefined) => StateDocument;

/**
 * Someone wrote what was ours to write: nothing of this write happened. `current` is what stands
 * there now.
 */
export class Overwritten extends Error {
  override name = "Overwritten";
  constructor(readonly current: Base) {
    super("The state was changed by someone else");
  }
}

export interface WriterWorld {
  store: Store;
  clock: Clock;
  random: Random;
}

/**
 * The newest state; `unreadable` when it is there and can't be used.
 *
 * @throws StoreUnavailable
 */
export async function readBase(
  store: Store,
  address: StackAddress,
  signal?: AbortSignal,
): Promise<Base> {
  const object = await store.get(stateKey(address), signal);
  if (!object) return {};
  try {
    return {
      document: decodeState(object.body, `${store.location}/${stateKey(address)}`),
      etag: object.etag,
    };
  } catch (error) {
    if (error instanceof StateUnreadable) return { etag: object.etag, unreadable: error };
    throw error;
  }
}

const PATIENCE = 12;

/**
 * Writes `state.json` by compare-and-swap, and always knows how a write ended before it goes on.
 */
export class StateWriter {
  /** @param version of panka, recorded in the state */
  constructor(
    private readonly world: WriterWorld,
    private readonly address: StackAddress,
    public base: Base,
    private readonly version: string,
  ) {}

  /**
   * Makes one write. If others wrote meanwhile, and what is `owned` was not touched, the change is
   * made again on top of theirs.
   *
   * @param owned units that nobody else may write
   * @param check throws when writing is not allowed any more; called before each request that
   *   writes
   * @param acceptable whether the change can go on top of what others wrote; not asked when `owned`
   *   was touched
   * @throws Overwritten, StoreUnavailable, UnknownOutcome, StateUnreadable, and what `check` and
   *   `acceptable` throw
   */
  async write(
    change: Change,
    owned: string[],
    check: () => void,
    acceptable: (theirs: StateDocument) => boolean = () => true,
  ): Promise<void> {
    this.unsure = false;
    for (let rebased = 0; rebased < 50; rebased++) {
      const next = this.#stamp(change(this.base.document));
      const current = await this.#put(next.body, next.document.writeId, check);
      if (current === "written") return void (this.unsure = false);
      const theirs = current.document;
      const [mine, before] = [next.document, this.base.document];
      if (!theirs || !sameHead(theirs, before)) throw new Overwritten(current);
      // Written on top of mine: my request did arrive, only its answer did not.
      if (!same(mine, before, owned) && same(mine, theirs, owned)) {
        this.base = current;
        this.unsure = false;
        return;
      }
      if (!same(before, theirs, owned) || !acceptable(theirs)) throw new Overwritten(current);
      this.base = current;
      await this.#pause(rebased);
    }
    throw new StoreUnavailable("The state is being written by too many at once");
  }

  /**
   * Sends one write until its outcome is known; returns what stands there now if that is not the
   * write.
   */
  async #put(body: Uint8Array, writeId: string, check: () => void): Promise<"written" | Base> {
    const key = stateKey(this.address);
    const condition = this.base.etag === undefined ? "absent" : { ifMatch: this.base.etag };
    for (let attempt = 0;; attempt++) {
      check();
      try {
        const { etag } = await this.world.store.put(key, body, condition);
        this.base = { document: this.#sent, etag };
        return "written";
      } catch (error) {
        if (!isRetryable(error)) throw error;
        this.unsure ||= error instanceof UnknownOutcome;
        if (attempt >= PATIENCE) throw this.unsure ? unknown(error) : error;
        if (error instanceof PreconditionFailed || error instanceof UnknownOutcome) {
          const current = await this.#read(error);
          if (current.document?.writeId === writeId) {
            this.base = current;
            return "written";
          }
          if (current.etag !== this.base.etag) return current;
        }
        // Nothing has changed yet: the same request again. If the first one still arrives, only one
        // of them can win.
        await this.#pause(attempt);
      }
    }
  }

  #sent?: StateDocument;

  /** Whether the last write failed in a way that leaves open whether it happened. */
  unsure = false;

  #stamp(document: StateDocument): { body: Uint8Array; document: StateDocument } {
    const bytes = this.world.random.bytes(12);
    const encoded = encodeState({
      ...document,
      formatVersion: 1,
      serial: (this.base.document?.serial ?? document.serial) + 1,
      writeId: Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""),
      writtenBy: this.version,
    });
    this.#sent = encoded.document;
    return encoded;
  }

  /** Reading back is harmless, so it is tried hard: without it the outcome can't be told. */
  async #read(outcome: Error): Promise<Base> {
    for (let attempt = 0;; attempt++) {
      try {
        return await readBase(this.world.store, this.address);
      } catch (error) {
        if (!(error instanceof StoreUnavailable || error instanceof UnknownOutcome)) throw error;
        if (attempt >= PATIENCE) throw unknown(outcome);
        await this.#pause(attempt);
      }
    }
  }

  #pause(attempt: number): Promise<void> {
    return this.world.clock.sleep(50 * 2 ** Math.min(attempt, 6) * this.world.random.fraction());
  }
}

function unknown(cause: Error): UnknownOutcome {
  return cause instanceof UnknownOutcome
    ? cause
    : new UnknownOutcome("Can't find out whether the state was written", { cause });
}

function isRetryable(error: unknown): error is Error {
  return error instanceof PreconditionFailed || error instanceof WriteConflict ||
    error instanceof UnknownOutcome || error instanceof StoreUnavailable;
}

function sameHead(theirs: StateDocument, before: StateDocument | undefined): boolean {
  return !before || (theirs.locking === before.locking && theirs.engine === before.engine);
}

function same(
  a: StateDocument | undefined,
  b: StateDocument | undefined,
  units: string[],
): boolean {
  return units.every((unit) => sameJson(section(a, unit), section(b, unit)));
}

function section(document: StateDocument | undefined, unit: string): UnitState | undefined {
  return document && Object.hasOwn(document.units, unit) ? document.units[unit] : undefined;
}
