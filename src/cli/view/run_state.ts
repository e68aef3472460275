import type { Operation } from "../../engine/port.ts";
import type { RunEvent } from "../../operations/events.ts";
import type { Action } from "../../planning/plan.ts";

/** One component in a run. Times are the caller's clock, in milliseconds. */
export interface Row {
  id: string;
  kind: string;
  action: Action;
  /** From 1, in the order in which it is done. */
  wave: number;
  status: "waiting" | "working" | "done" | "failed";
  since?: number;
  /** How long it took, in seconds; once it ended. */
  seconds?: number;
  /** Resources being worked on, the longest first. */
  doing: Map<string, { type: string; operation: Operation }>;
  needs: readonly string[];
  /** What its readiness says. */
  health?: { status: "waiting" | "healthy" | "unhealthy"; message: string };
}

/** A deployment's own plan, or a rollback's. */
export interface Stage {
  does: "deploy" | "rollback";
  began: number;
  rows: Map<string, Row>;
}

export interface Complaint {
  severity: "error" | "warning";
  component?: string;
  message: string;
}

export type Summary = Extract<RunEvent, { type: "summary" }>;

/** What is known of a run from its events: all that any view of it shows. */
export class RunState {
  phase?: Extract<RunEvent, { type: "phase" }>["phase"];
  readonly stages: Stage[] = [];
  readonly complaints: Complaint[] = [];
  /** When the state was last saved. */
  saved?: number;
  /** `none`: not asked for; `waiting`: someone else has it; `unsure`: a heartbeat was missed; `stuck`: it could not be given back. */
  lock: "none" | "waiting" | "held" | "unsure" | "ending" | "lost" | "released" | "stuck" = "none";
  /** How often Ctrl-C was pressed. */
  interrupts = 0;

  /**
   * @param began now
   * @param rehearses nothing of it is real
   */
  constructor(readonly began: number, readonly rehearses = false) {}

  /** The stage that runs or ran last. */
  get stage(): Stage | undefined {
    return this.stages.at(-1);
  }

  take(event: RunEvent, now: number): void {
    switch (event.type) {
      case "phase":
        this.phase = event.phase;
        return;
      case "lock":
        return this.#lock(event.event.type);
      case "plan":
        return this.#plan(event, now);
      case "component":
        return this.#component(event, now);
      case "resource":
        return this.#resource(event);
      case "health": {
        const row = this.stage?.rows.get(event.id);
        if (row) row.health = { status: event.status, message: event.message };
        return;
      }
      case "diagnostic": {
        const { severity, component, message } = event;
        this.complaints.push({ severity, component, message });
        return;
      }
      case "saved":
        this.saved = now;
    }
  }

  #lock(type: Extract<RunEvent, { type: "lock" }>["event"]["type"]): void {
    const now = {
      "lock-acquired": "held",
      "lock-taken-over": "held",
      "lock-heartbeat": "held",
      "lock-waiting": "waiting",
      "lock-heartbeat-missed": "unsure",
      "lock-ending": "ending",
      "lock-lost": "lost",
      "lock-released": "released",
      "lock-release-failed": "stuck",
    } as const;
    if (type in now) this.lock = now[type as keyof typeof now];
  }

  #plan({ plan, needs }: Extract<RunEvent, { type: "plan" }>, now: number): void {
    const changes = new Map(plan.changes.map((change) => [change.id, change]));
    const rows = new Map<string, Row>();
    plan.waves.forEach((ids, i) => {
      for (const id of ids) {
        const { kind, action } = changes.get(id)!;
        rows.set(id, {
          id,
          kind,
          action,
          wave: i + 1,
          status: "waiting",
          doing: new Map(),
          needs: needs[id] ?? [],
        });
      }
    });
    const does = this.phase === "rollback" ? "rollback" : "deploy";
    this.stages.push({ does, began: now, rows });
  }

  #component(event: Extract<RunEvent, { type: "component" }>, now: number): void {
    const row = this.stage?.rows.get(event.id);
    if (!row) return;
    if (event.status === "started") {
      row.status = "working";
      row.since = now;
      return;
    }
    // What was stopped is neither: it stays as what the run did not end.
    if (event.stopped) return;
    row.status = event.status === "succeeded" ? "done" : "failed";
    row.seconds = event.seconds;
    row.doing.clear();
  }

  #resource({ component, event }: Extract<RunEvent, { type: "resource" }>): void {
    const row = component === undefined ? undefined : this.stage?.rows.get(component);
    if (!row || event.operation === "same" || event.operation === "read") return;
    const { key, resourceType: type, operation, status } = event;
    if (status === "started") row.doing.set(key, { type, operation });
    else row.doing.delete(key);
  }
}

/** Components that a row still waits for. */
export function unmet({ needs }: Row, { rows }: Stage): string[] {
  return needs.filter((id) => rows.get(id)?.status !== "done");
}
