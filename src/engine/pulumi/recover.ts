import type { Unit } from "../port.ts";
import { valueAt } from "../resolve.ts";
import {
  changedResources,
  type CheckpointResource,
  checkpointResources,
  chosenName,
  doomedResources,
  settlePending,
} from "./checkpoint.ts";
import type { Cli } from "./cli.ts";
import { joinCheckpoints, keepInCheckpoint, splitCheckpoint } from "./edit_checkpoint.ts";
import { importId, type Place, wayOfFinding } from "./find_again.ts";
import type { Lost } from "./lost.ts";
import { type Search, takeOver } from "./take_over.ts";
import { resourceOfUrn } from "./urn.ts";

/** What an interrupted run may have done without recording it. */
export interface Begun {
  lost: Lost[];
  /** Resources that it began to make. */
  created: CheckpointResource[];
}

/** A unit whose checkpoint holds nothing half done, and what an interrupted run may have done. */
export function settled(given: Unit, leftover?: Uint8Array): { unit: Unit; begun: Begun } {
  const { checkpoint = undefined, ...unit } = leftover
    ? { ...given, checkpoint: withOthers(leftover, given) }
    : given;
  const lost: Lost[] = unit.recover ?? [];
  if (!checkpoint) return { unit, begun: { lost, created: [] } };
  const { checkpoint: complete, begun } = settlePending(checkpoint);
  // The provider itself is in no cloud.
  const ours = begun.filter(({ resource }) => resourceOfUrn(resource.urn));
  return {
    unit: { ...unit, checkpoint: complete },
    begun: {
      lost: [...lost, ...ours.map(({ resource }) => asLost(resource))],
      created: ours.filter(({ type }) => type === "creating").map(({ resource }) => resource),
    },
  };
}

function asLost(one: CheckpointResource): Lost {
  const input = (path: string) => {
    const value = valueAt(one.inputs ?? {}, path);
    return typeof value === "string" ? value : undefined;
  };
  return { ...resourceOfUrn(one.urn)!, physicalName: chosenName(one), input };
}

/** A leftover with what others have done since, where others may. */
function withOthers(leftover: Uint8Array, { checkpoint, part }: Unit): Uint8Array {
  if (!checkpoint || !part) return leftover;
  const unitOf = (key: string) => part.owns(key) ? "own" : "others";
  return joinCheckpoints([
    ...splitCheckpoint(leftover, ["own"], unitOf).values(),
    ...splitCheckpoint(checkpoint, ["others"], unitOf).values(),
  ])!;
}

/**
 * A unit with all in its checkpoint that is found of what an interrupted run made. What was to replace another, and was
 * made, takes its place, and the other one waits to be deleted, as when Pulumi had recorded it.
 *
 * @param aside calls with a CLI whose workspace is the unit's, and lasts as long as the call
 */
export async function recovered(
  unit: Unit,
  { lost, created }: Begun,
  search: Omit<Search, "known">,
  aside: <T>(unit: Unit, use: (cli: Cli) => Promise<T>) => Promise<T>,
): Promise<Unit> {
  const { checkpoint } = unit;
  const live = checkpoint ? checkpointResources(checkpoint) : [];
  const doomed = checkpoint ? doomedResources(checkpoint) : [];
  const replaced = live.filter((old) =>
    created.some((one) => isReplacement(one, old, search.place))
  );
  const keys = new Set(replaced.map(({ urn }) => resourceOfUrn(urn)?.key));
  const rest = replaced.length > 0
    ? keepInCheckpoint(checkpoint!, (key) => !keys.has(key))
    : checkpoint;
  const known = new Set([...live, ...doomed].map(({ id }) => id));
  const found = await aside({ ...unit, checkpoint: rest }, async (cli) => {
    await takeOver(cli, unit, lost, { ...search, known });
    return await cli.workspace.checkpoint();
  });
  const all = replaced.length > 0 ? withFound(checkpoint!, rest!, found) : found;
  return { ...unit, checkpoint: all };
}

/** A checkpoint with what was found when the rest of it alone was known. */
function withFound(checkpoint: Uint8Array, rest: Uint8Array, found: Uint8Array): Uint8Array {
  const more = new Map(checkpointResources(found).map((one) => [one.urn, one]));
  for (const { urn } of checkpointResources(rest)) more.delete(urn);
  return changedResources(checkpoint, (resources) => {
    const before = resources.flatMap((old) => {
      const made = old.delete ? undefined : more.get(old.urn);
      if (!made) return [old];
      more.delete(old.urn);
      return old.pendingReplacement ? [made] : [made, { ...old, delete: true }];
    });
    return [...before, ...more.values()];
  });
}

/** Whether one that was begun is another thing than the one that is known by its URN. */
function isReplacement(one: CheckpointResource, old: CheckpointResource, place: Place): boolean {
  if (one.urn !== old.urn) return false;
  const way = wayOfFinding(old.type);
  // The old one is gone, or its id tells it from the new one.
  if (old.pendingReplacement || way === "tag" || way === "listing") return true;
  const [before, after] = [old, one].map((each) => importId(asLost(each), place));
  return before !== undefined && after !== undefined && before !== after;
}
