import type { EngineEvent } from "../engine/port.ts";
import { usersOf } from "../ports/references.ts";
import type { Change, Plan } from "../planning/plan.ts";
import type { RenderedStack } from "../planning/render_stack.ts";
import type { OnRunEvent } from "./events.ts";

interface Open {
  since: number;
  /** Keys of resources that the engine is at work on. */
  busy: Set<string>;
  status: "started" | "succeeded" | "failed";
}

/** Turns what the engine does to resources into what happens to components. */
export class Progress {
  /** Resource → the components that have it: one, or all that share it. */
  private readonly owners: Map<string, string[]>;
  private readonly open = new Map<string, Open>();
  /** Steps of the engine that have no end yet. */
  private readonly steps = new Map<string, EngineEvent & { type: "resource" }>();
  /** Resources of each desired component that the engine has not yet ended with. */
  private readonly waiting: Map<string, Set<string>>;
  private readonly changes: Map<string, Change>;

  constructor(plan: Plan, rendered: RenderedStack, private readonly onEvent: OnRunEvent) {
    this.changes = new Map(plan.changes.map((change) => [change.id, change]));
    this.waiting = new Map(
      [...rendered.components].map(([id, { resources }]) => [id, new Set(resources)]),
    );
    this.owners = usersOf(this.waiting);
  }

  /** The component that a resource belongs to; what is no longer desired by the beginning of its key. */
  ownerOf(key: string): string | undefined {
    return this.owners.get(key)?.[0] ?? /^[^/]+\/[^/]+/.exec(key)?.[0];
  }

  /** Whether the engine changed something of a component, or tried to. */
  begun(id: string): boolean {
    return this.open.has(id);
  }

  /** Whether the engine ended well with every resource that a desired component is to have. */
  settled(id: string): boolean {
    const state = this.open.get(id);
    return this.waiting.get(id)?.size === 0 &&
      (state === undefined || (state.busy.size === 0 && state.status !== "failed"));
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
    this.tell(event);
    if (event.status === "succeeded" && event.operation !== "delete") {
      // What several components share is done for all of them.
      for (const id of this.owners.get(event.key) ?? []) this.waiting.get(id)?.delete(event.key);
    }
    const change = id === undefined ? undefined : this.changes.get(id);
    if (id === undefined || !change) return;
    let state = this.open.get(id);
    if (!state) {
      if (event.operation === "same" || event.operation === "read") return;
      state = { since: event.at, busy: new Set(), status: "started" };
      this.open.set(id, state);
      this.say(change, state, event.at);
    }
    if (event.status === "started") state.busy.add(event.key);
    else state.busy.delete(event.key);
    if (state.status !== "started") return;
    if (event.status === "failed") state.status = "failed";
    // What is deleted is not listed beforehand: only the end of the run tells that it was all.
    else if (this.waiting.get(id)?.size === 0 && state.busy.size === 0) state.status = "succeeded";
    else return;
    this.say(change, state, event.at);
  }

  /** Gives everything that was started and did not end its end: the engine has stopped. */
  end(at: number, isDone: (id: string) => boolean): void {
    for (const event of this.steps.values()) this.tell({ ...event, at, status: "failed" });
    for (const [id, state] of this.open) {
      if (state.status !== "started") continue;
      const done = isDone(id);
      state.status = done ? "succeeded" : "failed";
      this.say(this.changes.get(id)!, state, at, !done);
    }
  }

  private tell(event: EngineEvent & { type: "resource" }): void {
    const { key, operation, at } = event;
    const step = `${operation} ${key}`;
    if (event.status === "started") this.steps.set(step, event);
    else this.steps.delete(step);
    const component = this.ownerOf(key);
    this.onEvent({ type: "resource", at, ...(component !== undefined && { component }), event });
  }

  private say(change: Change, { since, status }: Open, at: number, stopped = false): void {
    const { id, kind, action } = change;
    const seconds = (at - since) / 1000;
    this.onEvent({
      type: "component",
      at,
      id,
      kind,
      action,
      status,
      ...(stopped && { stopped }),
      seconds,
    });
  }
}
