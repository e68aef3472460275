import type { RunEvent } from "../operations/events.ts";
import type { Context } from "./command.ts";
import type { RunLines } from "./run_lines.ts";
import type { RunView } from "./run_view.ts";
import type { Summary } from "./view/run_state.ts";

/** A run as JSON lines (or YAML documents) on stdout, each as soon as it is known. */
export class JsonView implements RunView {
  constructor(private readonly context: Context, private readonly lines: RunLines) {
    context.out.streams = true;
  }

  readonly onEvent = (event: RunEvent): void => {
    const line = this.lines.take(event);
    if (line) void this.context.out.document(line);
  };

  /** The plan comes as an event. */
  onPlan(): void {}

  close(): void {}

  async end(summary: Summary): Promise<void> {
    await this.context.out.document(this.lines.take(summary)!);
  }
}
