import { type Records, recoveryOf } from "../operations/prepare.ts";
import { readCheckpoint } from "../state/checkpoints.ts";
import type { StateDocument } from "../state/document.ts";
import type { Store } from "../state/store.ts";

/** What is recorded of some units, for those who only look: no session is open. */
export const recordsOf = (
  store: Store,
  document: StateDocument | undefined,
  units: readonly string[],
): Records => ({
  document,
  units,
  recovery: recoveryOf(document, units),
  async checkpoint(unit) {
    const reference = document?.units[unit]?.checkpoint;
    return reference && await readCheckpoint(store, unit, reference);
  },
});
