import type { EngineEvent } from "../engine/port.ts";
import type { LockEvent } from "../lock/events.ts";
import type { Action, Plan } from "../planning/plan.ts";
import type { Json, SecretReference } from "../state/document.ts";

export type Outcome = "succeeded" | "failed" | "rolled-back" | "cancelled" | "unchanged";

/** Everything that happens in a run, for whoever shows it. `at`: milliseconds since the run began. */
export type RunEvent =
  | {
    type: "phase";
    at: number;
    phase: "lock" | "plan" | "approve" | "run" | "save" | "health" | "rollback" | "release";
  }
  | { type: "lock"; at: number; event: LockEvent }
  /** What is run next: a deployment's plan, and once more what a rollback does. */
  | {
    type: "plan";
    at: number;
    plan: Plan;
    /** What each component that changes has to wait for, among those that change. */
    needs: Record<string, string[]>;
  }
  | {
    type: "component";
    at: number;
    id: string;
    kind: string;
    action: Action;
    status: "started" | "succeeded" | "failed";
    /** It did not fail by itself: the run ended before it did. */
    stopped?: true;
    seconds: number;
  }
  | {
    type: "resource";
    at: number;
    /** Absent where it belongs to none. */
    component?: string;
    event: EngineEvent & { type: "resource" };
  }
  | {
    type: "diagnostic";
    at: number;
    severity: "error" | "warning";
    component?: string;
    message: string;
  }
  /** What a component's readiness says: "1 of 2 new tasks healthy". */
  | {
    type: "health";
    at: number;
    id: string;
    status: "waiting" | "healthy" | "unhealthy";
    message: string;
  }
  | { type: "saved"; at: number }
  | {
    type: "summary";
    at: number;
    outcome: Outcome;
    deployment?: number;
    /** Number of the deployment that a rollback went back to; absent where there was none. */
    rolledBackTo?: number;
    changes: { create: number; update: number; replace: number; delete: number };
    outputs: Record<string, Json | SecretReference>;
    /** What is left half done, by component. */
    left: string[];
    /** The same with why. */
    residue?: { id: string; why: string }[];
    exitCode: number;
  };

export type OnRunEvent = (event: RunEvent) => void;
