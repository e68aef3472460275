import type { Resource } from "../resource.ts";
import { changedResources, type CheckpointResource } from "./checkpoint.ts";
import { resourceOfUrn } from "./urn.ts";

/**
 * A checkpoint in which resources that were replaced and not yet deleted have their place back
 * where their name is wanted again, in exchange for those that replaced them. Else Pulumi would
 * create a second one of that name, and then delete by that name what it was to delete.
 */
export function reviveReplaced(checkpoint: Uint8Array, desired: readonly Resource[]): Uint8Array {
  const names = new Map(desired.map(({ key, physicalName }) => [key, physicalName]));
  return changedResources(checkpoint, (resources) => {
    let changed = false;
    for (const [i, doomed] of resources.entries()) {
      const wanted = names.get(resourceOfUrn(doomed.urn)?.key ?? "");
      if (!doomed.delete || wanted === undefined || nameOf(doomed) !== wanted) continue;
      const at = resources.findIndex(({ urn, delete: gone }) => urn === doomed.urn && !gone);
      const live = resources[at];
      if (!live || nameOf(live) === wanted) continue;
      const { delete: _, ...revived } = doomed;
      resources[at] = revived;
      resources[i] = { ...live, delete: true };
      changed = true;
    }
    return changed;
  });
}

/** The name that was chosen for it. */
function nameOf({ inputs = {} }: CheckpointResource): string | undefined {
  return [inputs.name, inputs.bucket, inputs.identifier].find((v) => typeof v === "string") as
    | string
    | undefined;
}
