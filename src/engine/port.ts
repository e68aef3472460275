import type { Json, SecretReference } from "../state/document.ts";
import type { Resource, ResourceGraph } from "./resource.ts";

/** What shares one checkpoint: the whole stack, or one service. */
export interface Unit {
  /** Unique per stack, environment and unit; lower-case letters, digits and dashes. */
  name: string;
  /** Everything that is to be true; empty for destroy. */
  graph: ResourceGraph;
  /** What the engine saved last; absent the first time. */
  checkpoint?: Uint8Array;
  region: string;
  accountId?: string;
  /** Of the state; with a resource's key it makes a tag by which that is found again. Absent: there are no such tags. */
  lineage?: string;
  /** Narrows the run to these resource keys and what depends on them; absent: all. */
  targets?: string[];
  /**
   * What an interrupted run may have created or changed without the checkpoint knowing, whether or
   * not it is still desired: what exists of it is taken over, and what was changed is looked at
   * anew. What the checkpoint itself says was begun is dealt with in any case.
   */
  recover?: Pick<Resource, "key" | "type" | "physicalName">[];
  /** What of graph and checkpoint this run is about, where that is not all; the rest is only read. */
  part?: Part;
}

export interface Part {
  /** Unique within the unit. */
  name: string;
  owns(key: string): boolean;
}

export type Operation = "create" | "update" | "replace" | "delete" | "same" | "read";

/** One resource in a preview. */
export interface ResourceChange {
  key: string;
  type: string;
  operation: Exclude<Operation, "same" | "read">;
  /** Property paths that differ. */
  properties: string[];
  /** Those that force a replacement. */
  replacedBy: string[];
}

/** What happens while an engine runs. `at`: milliseconds since the run began. */
export type EngineEvent =
  | {
    type: "resource";
    status: "started";
    at: number;
    key: string;
    resourceType: string;
    operation: Operation;
  }
  | {
    type: "resource";
    status: "succeeded" | "failed";
    at: number;
    key: string;
    resourceType: string;
    operation: Operation;
  }
  | { type: "diagnostic"; at: number; severity: "error" | "warning"; key?: string; message: string }
  /** The engine's local checkpoint has new content. */
  | { type: "checkpoint"; at: number };

export interface RunOptions {
  onEvent(event: EngineEvent): void;
  /** First abort: start nothing new, finish what is in flight. */
  signal?: AbortSignal;
  /** Second abort: stop now. */
  kill?: AbortSignal;
  /** Most resources at work at once. */
  parallelism: number;
  /**
   * Milliseconds that a resource has to become ready before what depends on it is given up.
   * Absent: as long as the provider waits.
   */
  healthMs?: number;
  /**
   * Makes the engine's checkpoint of now durable. The engine waits for it after it made what nobody who doesn't have
   * the checkpoint could find again.
   */
  settle?(): Promise<void>;
  /** Look at the cloud first, so that what was changed from outside is set right. */
  refresh?: boolean;
}

export interface RunResult {
  outcome: "succeeded" | "failed" | "cancelled";
  /** Reads the newest checkpoint; valid until the engine is closed. */
  checkpoint: Uint8Array;
  /** Component id → outputs, resolved; secret ones only as where they live. */
  outputs: Record<string, Record<string, Json | SecretReference>>;
  /** Resource key → the engine's own name of it (a URN). */
  urns: Record<string, string>;
  /** Resource key → AWS's id of it, where the engine's name doesn't say. */
  ids?: Record<string, string>;
  /** Keys of resources whose replaced predecessor still waits to be deleted. */
  doomed: string[];
  /** Errors the engine told of, by resource where known. */
  errors: { key?: string; message: string }[];
}

/** Makes resource graphs true. Adapters: Pulumi, sandbox. */
export interface Engine {
  readonly name: "pulumi" | "sandbox";
  /** What `apply` would change. Tells diagnostics, no steps. */
  preview(
    unit: Unit,
    options: RunOptions,
  ): Promise<{ changes: ResourceChange[]; errors: RunResult["errors"] }>;
  apply(unit: Unit, options: RunOptions): Promise<RunResult>;
  destroy(unit: Unit, options: RunOptions): Promise<RunResult>;
  /** Reads the cloud, writes nothing: what differs from the checkpoint. */
  refresh(
    unit: Unit,
    options: RunOptions,
  ): Promise<{ changes: ResourceChange[]; errors: RunResult["errors"] }>;
  /** The newest checkpoint of the run in progress, for committing while it runs. */
  currentCheckpoint(): Promise<Uint8Array | undefined>;
}
