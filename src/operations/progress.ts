import type { EngineEvent } from "../engine/port.ts";
import type { Change, Plan } from "../planning/plan.ts";
import type { RenderedStack } from "../planning/render_stack.ts";
import type { OnRunEvent } from "./events.ts";

/** Turns what the engine does to resources into what happens to components. */
export class Progress {
  private readonly owner = new Map<string, string>();
  private readonly open = new Map<string, { since: number; left: Set<string>; failed: boolean }>();
  private readonly changes: Map<string, Change>;

  constructor(plan: Plan, rendered: RenderedStack, private readonly onEvent: OnRunEvent) {
    this.changes = new Map(plan.changes.map((change) => [change.id, change]));
    for (const [id, { resources }] of rendered.components) {
      for (const key of resources) if (!this.owner.has(key)) this.owner.set(key, id);
    }
  }

  /** The component that a resource belongs to; what is no longer desired by the beginning of its key. */
  ownerOf(key: string): string | undefined {
    return this.owner.get(key) ?? /^[^/]+\/[^/]+/.exec(key)?.[0];
  }

  /** Waiting or failed resources by component: what is not as it should be. */
  unfinished(): string[] {
    return [...this.open].filter(([, state]) => state.failed || state.left.size > 0).map(([id]) =>
      id
    );
  }

  take(event: EngineEvent): void {
    if (event.type === "diagnostic") {
      const component = event.key && this.ownerOf(event.key);
      this.onEvent({
        type: "diagnostic",
        at: event.at,
        severity: event.severity,
        component,
        message: event.message,
      });
      return;
    }
    if (event.type !== "resource") return;
    this.onEvent({ type: "resource", at: event.at, event });
    const id = this.ownerOf(event.key);
    const change = id === undefined ? undefined : this.changes.get(id);
    if (id === undefined || !change || event.operation === "same" || event.operation === "read") {
      return;
    }
    let state = this.open.get(id);
    const head = {
      type: "component" as const,
      at: event.at,
      id,
      kind: change.kind,
      action: change.action,
    };
    if (!state) {
      state = { since: event.at, left: new Set(), failed: false };
      this.open.set(id, state);
      this.onEvent({ ...head, status: "started", seconds: 0 });
    }
    if (event.status === "started") state.left.add(event.key);
    else state.left.delete(event.key);
    if (event.status === "failed" && !state.failed) {
      state.failed = true;
      this.onEvent({ ...head, status: "failed", seconds: (event.at - state.since) / 1000 });
    }
  }

  /** Says of every component that was begun, and not failed, that it is done. Called when the engine has ended well. */
  finish(at: number): void {
    for (const [id, state] of this.open) {
      const change = this.changes.get(id)!;
      if (state.failed) continue;
      this.onEvent({
        type: "component",
        at,
        id,
        kind: change.kind,
        action: change.action,
        status: "succeeded",
        seconds: (at - state.since) / 1000,
      });
    }
  }
}
