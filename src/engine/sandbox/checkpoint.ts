import type { Json } from "../../state/document.ts";

/** What the engine knows of a resource that it made. */
export interface KnownResource {
  key: string;
  type: string;
  id: string;
  /** As they were asked for, expressions filled in; secrets as `{"$secret": path}`. */
  properties: { [name: string]: Json };
  attributes: { [name: string]: Json };
  /** Keys of what it needs. */
  dependsOn: string[];
  physicalName?: string;
  protect?: boolean;
}

/** The sandbox's checkpoint. */
export interface Checkpoint {
  version: 1;
  engine: "sandbox";
  resources: KnownResource[];
  /** Replaced, and still to be deleted. */
  doomed: KnownResource[];
  /** Begun, and not known to be done. */
  pending: { key: string; type: string; physicalName?: string }[];
}

export function printCheckpoint(checkpoint: Checkpoint): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(checkpoint));
}

/** Throws when the bytes are no checkpoint of the sandbox. */
export function parseCheckpoint(bytes: Uint8Array | undefined): Checkpoint {
  if (!bytes) return { version: 1, engine: "sandbox", resources: [], doomed: [], pending: [] };
  const checkpoint: Checkpoint = JSON.parse(new TextDecoder().decode(bytes));
  if (checkpoint.engine !== "sandbox" || checkpoint.version !== 1) {
    throw new Error("the checkpoint is not the sandbox's");
  }
  return checkpoint;
}
