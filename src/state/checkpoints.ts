import type { Clock, Random } from "../ports/clock.ts";
import { sha256, StateUnreadable } from "./codec.ts";
import type { UnitState } from "./document.ts";
import { type Store, StoreUnavailable, UnknownOutcome, WriteConflict } from "./store.ts";

/** How the state names a checkpoint. */
export type CheckpointReference = NonNullable<UnitState["checkpoint"]>;

/**
 * The engine's checkpoint that a state names. One request.
 *
 * @throws StateUnreadable when it is missing or its content is not what was written
 */
export async function readCheckpoint(
  store: Store,
  unit: string,
  { key, versionId, sha256: expected }: CheckpointReference,
): Promise<Uint8Array> {
  const object = await store.getVersion(key, versionId);
  if (object && sha256(object.body) === expected) return object.body;
  throw new StateUnreadable(
    `Can't use the checkpoint of "${unit}"`,
    `Version "${versionId}" of "${key}" is ${object ? "not what was written" : "missing"}`,
    'Go back to a state whose checkpoint is whole: "panka state history", "panka state restore --version VERSION"',
  );
}

/**
 * Writes a checkpoint, for a state to name. One that no state names is nothing, so writing it again
 * is harmless.
 *
 * @param check throws when writing is not allowed any more
 */
export async function writeCheckpoint(
  { store, clock, random }: { store: Store; clock: Clock; random: Random },
  key: string,
  body: Uint8Array,
  check: () => void,
): Promise<CheckpointReference> {
  for (let attempt = 0;; attempt++) {
    check();
    try {
      const { versionId } = await store.put(key, body, "any");
      return { key, versionId, sha256: sha256(body) };
    } catch (error) {
      const again = error instanceof UnknownOutcome || error instanceof WriteConflict ||
        error instanceof StoreUnavailable;
      if (!again || attempt >= 4) throw error;
      await clock.sleep(100 * 2 ** attempt * random.fraction());
    }
  }
}
