import type { EngineEvent } from "../engine/port.ts";
import type { LockEvent } from "../lock/events.ts";
import type { Action } from "../planning/plan.ts";
import type { Json, SecretReference } from "../state/document.ts";

export type Outcome = "succeeded" | "failed" | "rolled-back" | "cancelled" | "unchanged";

/** Everything that happens in a run, for whoever shows it. `at`: milliseconds since the run began. */
export type RunEvent =
  | {
    type: "phase";
    at: number;
    phase: "lock" | "plan" | "approve" | "run" | "save" | "rollback" | "release";
  }
  | { type: "lock"; at: number; event: LockEvent }
  | {
    type: "component";
    at: number;
    id: string;
    kind: string;
    action: Action;
    status: "started" | "succeeded" | "failed";
    seconds: number;
  }
  | { type: "resource"; at: number; event: EngineEvent & { type: "resource" } }
  | {
    type: "diagnostic";
    at: number;
    severity: "error" | "warning";
    component?: string;
    message: string;
  }
  | { type: "saved"; at: number }
  | {
    type: "summary";
    at: number;
    outcome: Outcome;
    deployment?: number;
    changes: { create: number; update: number; replace: number; delete: number };
    outputs: Record<string, Json | SecretReference>;
    /** What is left half done, by component. */
    left: string[];
    exitCode: number;
  };

export type OnRunEvent = (event: RunEvent) => void;
