import { readCheckpoint } from "../state/checkpoints.ts";
import { StateUnreadable } from "../state/codec.ts";
import type { InFlight, StateDocument, UnitState } from "../state/document.ts";
import { EditRefused, pushDocument, restoreDocument } from "../state/edit.ts";
import { newestReadable, type RecordedState } from "../state/history.ts";
import type { StackAddress } from "../state/paths.ts";
import type { Session } from "../state/session.ts";
import type { Store } from "../state/store.ts";
import { type EditNote, editState } from "./edit_state.ts";

/** Who restores, as it is kept with what the older version does not know. */
export type Restorer = Omit<InFlight, "fence" | "intents" | "inherited">;

/**
 * Makes an older version the newest one. Also where the newest can't be read: then the fences and the serial of the
 * newest that can be read count.
 *
 * @throws EditRefused when a checkpoint that the version names is gone
 */
export async function restoreState(
  session: Session,
  store: Store,
  address: StackAddress,
  older: StateDocument,
  by: Restorer,
  note: EditNote,
): Promise<void> {
  await refuseLostCheckpoints(store, older);
  const known = session.document ? undefined : await newestReadable(store, address);
  await editState(session, note, (current) => {
    if (current) return restoreDocument(current, older, by);
    return belowDamage(restoreDocument(known?.document, older, by), known);
  });
}

/** Each version that can't be read was a write of its own: the serial goes on above it. */
function belowDamage(
  restored: StateDocument,
  known: RecordedState & { skipped: number } | undefined,
): StateDocument {
  return known ? { ...restored, serial: known.document.serial + known.skipped } : restored;
}

/** Components that `current` has and `older` does not know, sorted: they stay on the cloud. */
export function unknownTo(older: StateDocument, current: StateDocument | undefined): string[] {
  const then = new Set(idsOf(older));
  return idsOf(current).filter((id) => !then.has(id)).sort();
}

const idsOf = (document: StateDocument | undefined) =>
  Object.values(document?.units ?? {}).flatMap((unit) => Object.keys(unit.components));

/**
 * Makes a document that a person edited the new state; fences stay where they are.
 *
 * @param force also when it was pulled from another serial
 * @throws EditRefused
 */
export async function pushState(
  session: Session,
  store: Store,
  address: StackAddress,
  pushed: StateDocument,
  note: EditNote,
  force: boolean,
): Promise<void> {
  await refuseLostCheckpoints(store, pushed);
  await editState(session, note, (current) => {
    if (current) return pushDocument(current, pushed, force);
    for (const field of ["stack", "environment", "tenant"] as const) {
      if (pushed[field] === address[field]) continue;
      throw new EditRefused(
        `Can't push this state: its ${field} is "${pushed[field]}", not "${address[field]}"`,
        "Push the state of the same stack",
      );
    }
    return pushed;
  });
}

/** An engine that starts without its checkpoint would make everything once more. */
async function refuseLostCheckpoints(store: Store, { units }: StateDocument): Promise<void> {
  for (const [name, { checkpoint }] of Object.entries(units)) {
    if (!checkpoint) continue;
    try {
      await readCheckpoint(store, name, checkpoint);
    } catch (error) {
      if (!(error instanceof StateUnreadable)) throw error;
      throw new EditRefused(
        `The checkpoint of "${name}" that this state names can't be used: ${error.why}`,
        'Choose another version: "panka state history" lists them',
      );
    }
  }
}

/** Services that are locked one by one in either document, for taking all their locks. */
export function servicesIn(...documents: (StateDocument | undefined)[]): string[] {
  const units = documents.flatMap((document): [string, UnitState][] =>
    document?.locking === "service" ? Object.entries(document.units) : []
  );
  return [...new Set(units.map(([name]) => name))].filter((name) => name !== "stack");
}
