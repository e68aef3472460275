import type { RunEvent } from "../operations/events.ts";
import { EXIT } from "./exit_code.ts";
import { eventJson } from "./view/json_lines.ts";

type Counts = Extract<RunEvent, { type: "summary" }>["changes"];

/** What a run has told machines so far, for its last line where an error cuts it off. */
export class RunLines {
  /** Of the last line, in milliseconds since the run began. */
  at = 0;
  /** Of the plan that was asked for; a rollback's says what there is to undo. */
  #changes?: Counts;
  /** What of the plan that is being run is not done. */
  readonly #left = new Set<string>();

  /** @param verb "apply", "destroy", "rollback" */
  constructor(private readonly verb: string) {}

  /** The line of an event; undefined for what only people watch. */
  take(event: RunEvent): Record<string, unknown> | undefined {
    const line = eventJson(event, this.verb);
    if (line) this.at = Math.round(event.at);
    if (event.type === "plan") this.#plan(event.plan);
    if (event.type === "component" && event.status === "succeeded") this.#left.delete(event.id);
    return line;
  }

  #plan({ changes, summary }: Extract<RunEvent, { type: "plan" }>["plan"]): void {
    const { create, update, replace, delete: deletions } = summary;
    this.#changes ??= { create, update, replace, delete: deletions };
    this.#left.clear();
    for (const { id, action } of changes) if (action !== "unchanged") this.#left.add(id);
  }

  /** The summary of a run that an error ended. */
  cutOff(exitCode: number): Record<string, unknown> {
    return eventJson({
      type: "summary",
      at: this.at,
      outcome: exitCode === EXIT.cancelled ? "cancelled" : "failed",
      changes: this.#changes ?? { create: 0, update: 0, replace: 0, delete: 0 },
      outputs: {},
      left: [...this.#left],
      exitCode,
    }, this.verb)!;
  }
}
