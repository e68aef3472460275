import type { Json } from "../../state/document.ts";
import { changedResources, type CheckpointResource, doomedResources } from "./checkpoint.ts";
import { RESOURCE_TAG } from "./resource_tag.ts";
import type { Run } from "./run.ts";
import { resourceOfUrn } from "./urn.ts";

/**
 * A checkpoint in which resources that were replaced and not yet deleted have their place back, in exchange for those
 * that replaced them, where those would be replaced again: most often the old ones are wanted again, and a third one
 * could not be made while one of its name or its addresses is there.
 *
 * @param preview what would change, asked for where something waits to be deleted
 */
export async function reviveReplaced(
  checkpoint: Uint8Array,
  preview: () => Promise<Pick<Run, "changes">>,
): Promise<Uint8Array> {
  if (doomedResources(checkpoint).length === 0) return checkpoint;
  // To delete what was replaced is called so too, and has no reason.
  const changes = (await preview()).changes.all();
  const again = new Set(changes.filter((one) => one.replacedBy.length > 0).map(({ key }) => key));
  return changedResources(checkpoint, (resources) => {
    const foreign = new Set<CheckpointResource>();
    for (const [i, doomed] of resources.entries()) {
      if (!doomed.delete || !again.delete(resourceOfUrn(doomed.urn)?.key ?? "")) continue;
      const at = resources.findIndex(({ urn, delete: gone }) => urn === doomed.urn && !gone);
      const live = resources[at];
      if (!live) continue;
      const { delete: _, ...revived } = doomed;
      resources[at] = revived;
      resources[i] = { ...live, delete: true };
      // What was found by its name alone may be somebody else's: it is not ours to delete.
      if (tagOf(doomed) !== undefined && tagOf(live) !== tagOf(doomed)) foreign.add(resources[i]);
    }
    return resources.filter((one) => !foreign.has(one));
  });
}

function tagOf({ outputs }: CheckpointResource): Json | undefined {
  const tags = outputs?.tags;
  return typeof tags === "object" && tags !== null && !Array.isArray(tags)
    ? tags[RESOURCE_TAG]
    : undefined;
}
