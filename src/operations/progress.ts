import type { EngineEvent } from "../engine/port.ts";
import type { Change, Plan } from "../planning/plan.ts";
import type { RenderedStack } from "../planning/render_stack.ts";
import type { OnRunEvent } from "./events.ts";

interface Open {
  since: number;
  left: Set<string>;
  status: "started" | "succeeded" | "failed";
}

/** Turns what the engine does to resources into what happens to components. */
export class Progress {
  private readonly owner = new Map<string, string>();
  private readonly open = new Map<string, Open>();
  /** Resources of each desired component that the engine has not yet ended with. */
  private readonly waiting = new Map<string, Set<string>>();
  private readonly changes: Map<string, Change>;

  constructor(plan: Plan, rendered: RenderedStack, private readonly onEvent: OnRunEvent) {
    this.changes = new Map(plan.changes.map((change) => [change.id, change]));
    for (const [id, { resources }] of rendered.components) {
      this.waiting.set(id, new Set(resources));
      for (const key of resources) if (!this.owner.has(key)) this.owner.set(key, id);
    }
  }

  /** The component that a resource belongs to; what is no longer desired by the beginning of its key. */
  ownerOf(key: string): string | undefined {
    return this.owner.get(key) ?? /^[^/]+\/[^/]+/.exec(key)?.[0];
  }

  /** Components that were begun and are not done. */
  unfinished(): string[] {
    return [...this.open].filter(([, { status }]) => status !== "succeeded").map(([id]) => id);
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
    const id = this.ownerOf(event.key);
    this.onEvent({
      type: "resource",
      at: event.at,
      ...(id !== undefined && { component: id }),
      event,
    });
    const change = id === undefined ? undefined : this.changes.get(id);
    if (id === undefined || !change) return;
    if (event.status === "succeeded" && event.operation !== "delete") {
      this.waiting.get(id)?.delete(event.key);
    }
    let state = this.open.get(id);
    if (!state) {
      if (event.operation === "same" || event.operation === "read") return;
      state = { since: event.at, left: new Set(), status: "started" };
      this.open.set(id, state);
      this.say(change, state, event.at);
    }
    if (event.status === "started") state.left.add(event.key);
    else state.left.delete(event.key);
    if (state.status !== "started") return;
    if (event.status === "failed") state.status = "failed";
    // What is deleted is not listed beforehand: only the end of the run tells that it was all.
    else if (this.waiting.get(id)?.size === 0 && state.left.size === 0) state.status = "succeeded";
    else return;
    this.say(change, state, event.at);
  }

  /** Says of every component that was begun and did not fail that it is done. Called when the engine has ended well. */
  finish(at: number): void {
    for (const [id, state] of this.open) {
      if (state.status !== "started") continue;
      state.status = "succeeded";
      this.say(this.changes.get(id)!, state, at);
    }
  }

  private say({ id, kind, action }: Change, { since, status }: Open, at: number): void {
    this.onEvent({ type: "component", at, id, kind, action, status, seconds: (at - since) / 1000 });
  }
}
