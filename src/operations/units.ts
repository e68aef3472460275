import { checkpointEditor } from "../engine/edit_checkpoint.ts";
import type { Engine, Part } from "../engine/port.ts";
import type { Scope } from "../planning/plan.ts";
import type { Stack } from "../stack/model.ts";
import { sha256 } from "../state/codec.ts";
import type { StateDocument } from "../state/document.ts";
import { STACK_UNIT, unitFor } from "../state/paths.ts";
import type { Records } from "./prepare.ts";

/** The units that a run is about, and locks: the services of its scope, or all there are. */
export function unitsFor(
  stack: Pick<Stack, "locking" | "components">,
  document: StateDocument | undefined,
  scope: Scope,
): string[] {
  if (stack.locking === "stack") return [STACK_UNIT];
  const ids = scope ? [...scope] : stack.components.map(({ id }) => id);
  const units = new Set(ids.map((id) => unitFor(stack.locking, id)));
  if (!scope) [STACK_UNIT, ...Object.keys(document?.units ?? {})].forEach((one) => units.add(one));
  return [...units].sort();
}

/** The part of the stack that a run over these units may change. */
export function partOf(locking: Stack["locking"], units: readonly string[]): Part {
  const own = new Set(units);
  return {
    // The same whether or not the stack's own lock was needed this time.
    name: units.filter((unit) => unit !== STACK_UNIT).join("+"),
    owns: (key) => own.has(unitFor(locking, key)),
  };
}

/**
 * One checkpoint for a run over some of the units: theirs, and of the others what theirs may need,
 * to be read only. What needs theirs itself is left out: it is not to follow a change.
 */
export async function joinedCheckpoint(
  records: Records,
  { owns }: Part,
  engine: Engine["name"],
): Promise<Uint8Array | undefined> {
  const { document, units } = records;
  const editor = checkpointEditor(engine);
  const all = Object.keys(document?.units ?? {}).sort();
  const parts = await Promise.all(all.map(async (unit) => {
    const part = await records.checkpoint(unit);
    return part && !units.includes(unit) ? editor.settled(part) : part;
  }));
  const joined = editor.join(parts.filter((part) => part !== undefined));
  if (!joined || all.every((unit) => units.includes(unit))) return joined;
  const needs = editor.needs(joined);
  const users = new Set<string>();
  for (let before = -1; before !== users.size;) {
    before = users.size;
    for (const one of needs) {
      if (!owns(one.key) && one.needs.some((key) => owns(key) || users.has(key))) {
        users.add(one.key);
      }
    }
  }
  return users.size ? editor.keep(joined, (key) => !users.has(key)) : joined;
}

/** What each unit is to record of a checkpoint that a run over them ended with: nothing where it is what is recorded. */
export function checkpointsOf(
  checkpoint: Uint8Array,
  { document, units }: Pick<Records, "document" | "units">,
  locking: Stack["locking"],
  engine: Engine["name"],
): Map<string, Uint8Array> {
  if (locking === "stack") return new Map([[STACK_UNIT, checkpoint]]);
  const known = new Set([...units, ...Object.keys(document?.units ?? {})]);
  // What is left of a service that there is no more is the stack's to delete.
  const ownerOf = (key: string) => {
    const unit = unitFor(locking, key);
    return known.has(unit) ? unit : STACK_UNIT;
  };
  const parts = checkpointEditor(engine).split(checkpoint, units, ownerOf);
  return new Map(
    [...parts].filter(([unit, part]) => document?.units[unit]?.checkpoint?.sha256 !== sha256(part)),
  );
}
