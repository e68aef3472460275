import { checkpointEditor, keysOf } from "../engine/edit_checkpoint.ts";
import type { StateDocument, StateEdit } from "../state/document.ts";
import {
  changeLocking,
  EditRefused,
  moveComponent,
  removeComponent,
  unitOf,
} from "../state/edit.ts";
import { STACK_UNIT } from "../state/paths.ts";
import type { Session } from "../state/session.ts";
import type { CheckpointReference } from "../state/checkpoints.ts";
import { openIntents, openRuns } from "../state/in_flight.ts";

/** Who edits, when, with which command and why; kept in the version that the edit makes. */
export type EditNote = Omit<StateEdit, "serial">;

/** Writes an edit of the state, with the note of who made it. */
export function editState(
  session: Session,
  note: EditNote,
  edit: (document: StateDocument | undefined) => StateDocument,
): Promise<void> {
  return session.edit((document) => {
    const edited = edit(document);
    // As the session will number it.
    return { ...edited, lastEdit: { ...note, serial: (document?.serial ?? edited.serial) + 1 } };
  });
}

/**
 * Takes components out of the state and their resources out of the engine's checkpoint, so that no later run deletes
 * them: AWS is not touched.
 *
 * @param force also where others depend on them, or an unfinished deployment is about them
 * @throws EditRefused
 */
export async function forgetComponents(
  session: Session,
  ids: readonly string[],
  note: EditNote,
  force: boolean,
): Promise<void> {
  const document = forgotten(recorded(session), ids, force);
  const { engine } = document;
  const checkpoints: { [unit: string]: CheckpointReference } = {};
  for (const unit of new Set(ids.map((id) => unitOf(recorded(session), id)))) {
    const checkpoint = await session.checkpoint(unit);
    if (!checkpoint) continue;
    const editor = checkpointEditor(engine);
    const gone = keysOf(ids, editor.needs(checkpoint));
    const kept = editor.keep(checkpoint, (key) => !gone.has(key));
    checkpoints[unit] = await session.putCheckpoint(unit, kept);
  }
  await editState(
    session,
    note,
    (current) => withCheckpoints(forgotten(must(current), ids, force), checkpoints),
  );
}

/** The state without these components; refuses what would break it. */
export function forgotten(
  document: StateDocument,
  ids: readonly string[],
  force: boolean,
): StateDocument {
  if (!force) refuseUnfinished(document, ids);
  // Those that depend on others go first, so that a set which depends on itself can go as a whole.
  const left = [...ids];
  for (let before = -1; left.length > 0 && before !== left.length;) {
    before = left.length;
    for (const id of [...left]) {
      try {
        document = removeComponent(document, id, force);
        left.splice(left.indexOf(id), 1);
      } catch (error) {
        if (!(error instanceof EditRefused)) throw error;
        if (left.at(-1) === id && before === left.length) throw error;
      }
    }
  }
  return document;
}

/**
 * Gives a component another id, in the state and in the engine's checkpoint.
 *
 * @throws EditRefused
 */
export async function renameComponent(
  session: Session,
  from: string,
  to: string,
  note: EditNote,
): Promise<void> {
  const document = moved(recorded(session), from, to);
  const unit = unitOf(document, to);
  const checkpoint = await session.checkpoint(unit);
  const checkpoints = checkpoint && {
    [unit]: await session.putCheckpoint(
      unit,
      checkpointEditor(document.engine).rename(checkpoint, renamed(from, to)),
    ),
  };
  await editState(
    session,
    note,
    (current) => withCheckpoints(moved(must(current), from, to), checkpoints),
  );
}

/** The state with another id for a component, also in its resources' names. */
export function moved(document: StateDocument, from: string, to: string): StateDocument {
  refuseUnfinished(document, [from, to]);
  const next = moveComponent(document, from, to);
  const unit = unitOf(next, to);
  const component = next.units[unit]!.components[to]!;
  const rename = renamed(from, to);
  const renamedComponent = {
    ...component,
    resources: Object.fromEntries(
      Object.entries(component.resources).map(([key, resource]) => {
        const { urn } = resource;
        const named = urn?.endsWith(key) && urn.slice(0, -key.length) + rename(key);
        return [rename(key), { ...resource, ...(named && { urn: named }) }];
      }),
    ),
  };
  const components = { ...next.units[unit]!.components, [to]: renamedComponent };
  return { ...next, units: { ...next.units, [unit]: { ...next.units[unit]!, components } } };
}

const renamed = (from: string, to: string) => (key: string) =>
  key.startsWith(`${from}/`) ? to + key.slice(from.length) : key;

/**
 * Splits state and checkpoint into one per service, or joins them again.
 *
 * @returns false when it is so already; nothing is written then
 * @throws EditRefused
 */
export async function setLocking(
  session: Session,
  locking: StateDocument["locking"],
  note: EditNote,
): Promise<boolean> {
  const document = recorded(session);
  const next = changeLocking(document, locking, {});
  if (next === document) return false;
  const editor = checkpointEditor(document.engine);
  const parts: Uint8Array[] = [];
  for (const unit of Object.keys(document.units)) {
    const checkpoint = await session.checkpoint(unit);
    if (checkpoint) parts.push(checkpoint);
  }
  const whole = editor.join(parts);
  const units = Object.keys(next.units);
  const split = whole === undefined || locking === "stack"
    ? units.flatMap((unit) => whole ? [[unit, whole] as const] : [])
    : editor.split(whole, units, (key) => sectionOf(key, units));
  const checkpoints: { [unit: string]: CheckpointReference } = {};
  for (const [unit, part] of split) {
    checkpoints[unit] = await session.putCheckpoint(unit, part);
  }
  await editState(session, note, (current) => changeLocking(must(current), locking, checkpoints));
  return true;
}

/** The unit whose checkpoint a resource belongs to: its service's, else the stack's. */
function sectionOf(key: string, units: readonly string[]): string {
  const service = key.split("/", 1)[0]!;
  return units.includes(service) ? service : STACK_UNIT;
}

function refuseUnfinished(document: StateDocument, ids: readonly string[]): void {
  for (const run of openRuns(document)) {
    const intent = openIntents(run).find(({ component }) => ids.includes(component));
    if (!intent) continue;
    throw new EditRefused(
      `"${intent.component}" is part of deployment ${run.deployment}, which did not end`,
      'Run "panka apply" first, so that it is recovered',
    );
  }
}

function withCheckpoints(
  document: StateDocument,
  checkpoints: { [unit: string]: CheckpointReference } = {},
): StateDocument {
  const units = { ...document.units };
  for (const [unit, checkpoint] of Object.entries(checkpoints)) {
    units[unit] = { ...units[unit]!, checkpoint };
  }
  return { ...document, units };
}

const recorded = (session: Session) => must(session.document);

function must(document: StateDocument | undefined): StateDocument {
  if (!document) {
    throw new EditRefused("There is no state to edit", 'Deploy first, with "panka apply"');
  }
  return document;
}
