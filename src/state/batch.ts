import type { ComponentState, DeploymentSummary, StateDocument, UnitState } from "./document.ts";

/** What became true, to be recorded at once. Costs two requests, or one without a checkpoint. */
export interface Batch {
  /** `"stack"`, or the service where services are locked one by one. */
  unit: string;
  /** By id; null forgets a component. */
  components?: { [id: string]: ComponentState | null };
  /** Replaces the unit's settings. */
  settings?: UnitState["settings"];
  /** The engine's own checkpoint after these changes. */
  checkpoint?: Uint8Array;
  /** What earlier runs had in flight was looked for: it need not be carried on. */
  recovered?: boolean;
}

/** How a deployment ended; its number is given when it is written. */
export interface Ending {
  deployment: Omit<DeploymentSummary, "number">;
  /** Replaces the stack's outputs of these names; null removes one. */
  outputs?: { [name: string]: StateDocument["outputs"][string] | null };
  /** A last batch, written in the same request. */
  batch?: Batch;
  /** Keep what is in flight: the engine was cut off, and the next run has to look. */
  interrupted?: boolean;
}
