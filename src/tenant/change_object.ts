import type { Clock, Random } from "../ports/clock.ts";
import {
  type Condition,
  PreconditionFailed,
  type Store,
  StoreUnavailable,
  UnknownOutcome,
  WriteConflict,
} from "../state/store.ts";

export interface ChangePorts {
  store: Store;
  clock: Clock;
  random: Random;
}

/** Twenty admins at once need about as many rounds as they are. */
const TRIES = 60;
const LONGEST_PAUSE_MS = 1500;

/** The text of an object; undefined only when there certainly is none. @throws StoreUnavailable */
export async function readText(
  store: Store,
  key: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const found = await store.get(key, signal);
  return found && new TextDecoder().decode(found.body);
}

/**
 * Replaces an object by what follows from what it is: of changes at the same time, none is lost. Nothing is written
 * where nothing changes.
 *
 * @param change called anew with what others wrote, or with its own outcome where no answer came: it must know that
 * @throws StoreUnavailable, also where others never stopped writing; what `change` throws
 */
export async function changeObject(
  { store, clock, random }: ChangePorts,
  key: string,
  change: (text: string | undefined) => string | Promise<string>,
  signal?: AbortSignal,
): Promise<void> {
  for (let tries = 1;; tries++) {
    const found = await store.get(key, signal);
    const before = found && new TextDecoder().decode(found.body);
    const after = await change(before);
    if (after === before) return;
    const condition: Condition = found ? { ifMatch: found.etag } : "absent";
    try {
      await store.put(key, new TextEncoder().encode(after), condition, signal);
      return;
    } catch (error) {
      const again = error instanceof PreconditionFailed || error instanceof WriteConflict ||
        error instanceof UnknownOutcome;
      if (!again || tries >= TRIES) {
        throw again
          ? new StoreUnavailable(`"${key}" can't be written: others write it all the time`, {
            cause: error instanceof UnknownOutcome ? error.cause : undefined,
          })
          : error;
      }
      const most = Math.min(LONGEST_PAUSE_MS, 50 * 2 ** tries);
      await clock.sleep(most * random.fraction(), signal);
    }
  }
}
