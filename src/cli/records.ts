import { type Records, recoveryOf } from "../operations/prepare.ts";
import { readCheckpoint } from "../state/checkpoints.ts";
import type { StateDocument } from "../state/document.ts";
import type { Store } from "../state/store.ts";

/** What is recorded, for those who only look: no session is open. */
export const recordsOf = (store: Store, document: StateDocument | undefined): Records => ({
  document,
  recovery: recoveryOf(document),
  async checkpoint(unit) {
    const reference = document?.units[unit]?.checkpoint;
    return reference && await readCheckpoint(store, unit, reference);
  },
});
