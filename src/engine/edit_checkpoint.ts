import type { Engine } from "./port.ts";
import * as pulumi from "./pulumi/edit_checkpoint.ts";
import * as sandbox from "./sandbox/edit_checkpoint.ts";

/** Changes to what an engine remembers, without starting it; keys are those of the resource graph. */
export interface CheckpointEditor {
  /** Forgets the resources whose keys are not wanted: the next run neither changes nor deletes them. */
  keep(checkpoint: Uint8Array, wanted: (key: string) => boolean): Uint8Array;
  /** The parts of these units, by the unit of each key: what they refer to of others stays named. */
  split(
    checkpoint: Uint8Array,
    units: readonly string[],
    unitOf: (key: string) => string,
  ): Map<string, Uint8Array>;
  /** Without what is still to be done about it. */
  settled(checkpoint: Uint8Array): Uint8Array;
  rename(checkpoint: Uint8Array, rename: (key: string) => string): Uint8Array;
  /** The opposite of `split`. */
  join(checkpoints: readonly Uint8Array[]): Uint8Array | undefined;
  needs(checkpoint: Uint8Array): { key: string; needs: string[] }[];
}

/** How checkpoints of an engine are edited. Its functions throw when the bytes are no checkpoint of it. */
export function checkpointEditor(engine: Engine["name"]): CheckpointEditor {
  const its = engine === "pulumi" ? pulumi : sandbox;
  return {
    keep: its.keepInCheckpoint,
    split: its.splitCheckpoint,
    settled: its.settledCheckpoint,
    rename: its.renameInCheckpoint,
    join: its.joinCheckpoints,
    needs: its.checkpointNeeds,
  };
}

const SHARED = "/@shared/";

/**
 * The keys to forget with these components: their own resources, and what they shared with nobody who stays.
 *
 * @param needs of all resources, see {@link CheckpointEditor.needs}
 */
export function keysOf(
  components: readonly string[],
  needs: readonly { key: string; needs: string[] }[],
): Set<string> {
  const isOwn = (key: string) => components.some((id) => key.startsWith(`${id}/`));
  const gone = new Set(needs.map(({ key }) => key).filter(isOwn));
  const used = new Set(needs.filter(({ key }) => gone.has(key)).flatMap((one) => one.needs));
  for (let before = -1; before !== gone.size;) {
    before = gone.size;
    for (const key of used) {
      if (gone.has(key) || !key.includes(SHARED)) continue;
      if (needs.some((one) => !gone.has(one.key) && one.needs.includes(key))) continue;
      gone.add(key);
      needs.find((one) => one.key === key)?.needs.forEach((further) => used.add(further));
    }
  }
  return gone;
}
