import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Part } from "../port.ts";
import { checkpointResources, doomedResources } from "./checkpoint.ts";
import { readJournaled } from "./journaled_checkpoint.ts";
import { resourceOfUrn } from "./urn.ts";

/** Names, in a workspace kept beyond the process, what its checkpoint grew out of. */
const LINEAGE = "lineage";

/**
 * Notes that a checkpoint (`undefined`: none) is an ancestor of what the workspace's will become.
 * Must be done before the caller gets it, so that nothing is committed that isn't noted.
 */
export async function noteAncestor(
  root: string,
  checkpoint: Uint8Array | undefined,
  part?: Part,
): Promise<void> {
  await Deno.writeTextFile(join(root, LINEAGE), `${digest(checkpoint, part)}\n`, {
    append: true,
    mode: 0o600,
  });
}

/** A folder that a killed process left, and its checkpoint. */
export interface Leftover {
  root: string;
  checkpoint: Uint8Array;
}

/**
 * What killed processes left in a folder of workspaces, as far as it is younger than the committed
 * checkpoint, youngest first: everything that was done is in there, whatever was uploaded. What
 * grew out of something else (another machine went on since then) is passed over.
 * @param file path of the checkpoint, from a workspace's root
 */
export async function findLeftovers(
  folder: string,
  file: string,
  committed: Uint8Array | undefined,
  part?: Part,
): Promise<Leftover[]> {
  const found: (Leftover & { saved: number })[] = [];
  for (const name of await namesIn(folder)) {
    const root = join(folder, name);
    try {
      const lineage = (await Deno.readTextFile(join(root, LINEAGE))).split("\n");
      if (!lineage.includes(digest(committed, part))) continue;
      const { mtime } = await Deno.stat(join(root, file));
      const checkpoint = await readJournaled(join(root, file));
      found.push({ root, checkpoint, saved: mtime?.getTime() ?? 0 });
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return found.sort((a, b) => b.saved - a.saved)
    .map(({ root, checkpoint }) => ({ root, checkpoint }));
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await Array.fromAsync(Deno.readDir(folder))).map((entry) => entry.name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

/** Of a part, what its own resources are: it is cut out and joined with others between two runs. */
function digest(checkpoint: Uint8Array | undefined, part?: Part): string {
  const own = checkpoint && part ? ownResources(checkpoint, part.owns) : checkpoint;
  return own?.length ? createHash("sha256").update(own).digest("hex") : "none";
}

function ownResources(checkpoint: Uint8Array, owns: Part["owns"]): string {
  return [...checkpointResources(checkpoint), ...doomedResources(checkpoint)]
    .filter(({ urn }) => owns(resourceOfUrn(urn)?.key ?? "@"))
    .map(({ urn, id, type, delete: doomed, inputs, outputs }) =>
      JSON.stringify([urn, id, type, doomed, inputs, outputs])
    )
    .sort().join("\n");
}
