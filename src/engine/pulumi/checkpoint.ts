import type { Json } from "../../state/document.ts";
import { ORGANIZATION } from "./urn.ts";

/** What panka reads of a Pulumi checkpoint (version 3). */
export interface CheckpointResource {
  urn: string;
  type: string;
  id?: string;
  /** To be deleted: already replaced. */
  delete?: boolean;
  /** Deleted already; what is to replace it isn't there yet. */
  pendingReplacement?: boolean;
  inputs?: { [name: string]: Json };
  outputs?: { [name: string]: Json };
}

/** Something that Pulumi began: "creating", "updating", "deleting" … */
interface PendingOperation {
  resource: CheckpointResource;
  type: string;
}

interface CheckpointDocument {
  version: 3;
  checkpoint: {
    stack: string;
    latest?: {
      secrets_providers?: { type: string; state?: { salt?: string } };
      resources?: CheckpointResource[];
      pending_operations?: PendingOperation[];
    };
  };
}

/** A checkpoint before anything was done; saves the CLI's `stack init`. */
export function emptyCheckpoint(project: string, stack: string): Uint8Array {
  const document: CheckpointDocument = {
    version: 3,
    checkpoint: { stack: `${ORGANIZATION}/${project}/${stack}` },
  };
  return new TextEncoder().encode(JSON.stringify(document));
}

/** The live resources of a checkpoint. Throws when it can't be read. */
export function checkpointResources(checkpoint: Uint8Array): CheckpointResource[] {
  return (latestOf(checkpoint)?.resources ?? []).filter((resource) => !resource.delete);
}

/** What was replaced and still waits to be deleted. Throws when the checkpoint can't be read. */
export function doomedResources(checkpoint: Uint8Array): CheckpointResource[] {
  return (latestOf(checkpoint)?.resources ?? []).filter((resource) => resource.delete);
}

/** A checkpoint with another list of resources. */
export function changedResources(
  checkpoint: Uint8Array,
  change: (resources: CheckpointResource[]) => CheckpointResource[],
): Uint8Array {
  const document = parse(checkpoint);
  const { latest } = document.checkpoint;
  if (!latest?.resources) return checkpoint;
  latest.resources = change(latest.resources);
  return new TextEncoder().encode(JSON.stringify(document));
}

/** The name that was chosen for a resource. */
export function chosenName({ inputs = {} }: CheckpointResource): string | undefined {
  for (const property of NAMES) {
    const name = inputs[property];
    if (typeof name === "string") return name;
  }
}

const NAMES = [
  "name",
  "bucket",
  "identifier",
  "clusterIdentifier",
  "clusterId",
  "replicationGroupId",
  "domainName",
  "userName",
];

/**
 * A checkpoint without the operations that Pulumi began and never ended (it would only warn of
 * them), and those.
 */
export function settlePending(
  checkpoint: Uint8Array,
): { checkpoint: Uint8Array; begun: PendingOperation[] } {
  const document = parse(checkpoint);
  const { latest } = document.checkpoint;
  const begun = latest?.pending_operations ?? [];
  if (begun.length === 0) return { checkpoint, begun };
  delete latest!.pending_operations;
  return { checkpoint: new TextEncoder().encode(JSON.stringify(document)), begun };
}

/** How its secrets are encrypted with the passphrase: "v1:SALT:v1:NONCE:PROOF". */
export function checkpointSalt(checkpoint: Uint8Array): string | undefined {
  return latestOf(checkpoint)?.secrets_providers?.state?.salt;
}

/** What `pulumi stack import` takes, with secrets as they are: encrypted. */
export const deploymentText = (checkpoint: Uint8Array): string =>
  JSON.stringify({ version: 3, deployment: latestOf(checkpoint) ?? {} }, null, 2) + "\n";

const latestOf = (checkpoint: Uint8Array) => parse(checkpoint).checkpoint.latest;

function parse(checkpoint: Uint8Array): CheckpointDocument {
  const document: CheckpointDocument = JSON.parse(new TextDecoder().decode(checkpoint));
  if (document.version !== 3) {
    throw new Error(`a Pulumi checkpoint of version ${document.version} can't be read`);
  }
  return document;
}

/** Whether a value of a checkpoint is an encrypted secret. The signature is Pulumi's own. */
export function isCheckpointSecret(value: Json): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    value["4dabf18193072939515e22adb298388d"] === "1b47061264138c4ac30d75fd1eb44270";
}
