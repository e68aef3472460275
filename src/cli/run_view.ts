import type { RunEvent } from "../operations/events.ts";
import type { Context } from "./command.ts";
import type { DeploymentView } from "./run_deployment.ts";
import { RunLines } from "./run_lines.ts";
import { type About, ending } from "./view/ending.ts";
import type { RunState, Summary } from "./view/run_state.ts";

/** How a run is shown while it goes on: in place on a terminal, else as lines, else as JSON. */
export interface RunView extends DeploymentView {
  /** Leaves the terminal as it was; what happened so far stays readable. Safe to call twice. */
  close(): void;
  /** Says how it ended. After {@link close}. */
  end(summary: Summary): Promise<void>;
}

/** The view for where this command runs and what was asked of it. */
export async function openRunView(context: Context, about: About): Promise<RunView> {
  const { world, out } = context;
  if (out.format !== "table") return new JsonView(context, out.lines ??= new RunLines(about.verb));
  if (world.terminal.stderr && world.env("TERM") !== "dumb") {
    const { LiveView } = await import("./live_view.ts");
    return new LiveView(context, about);
  }
  const { PlainView } = await import("./plain_view.ts");
  return new PlainView(context, about);
}

/** Says how a run ended: what came true on stdout, the rest beside it. */
export function sayEnding({ out }: Context, run: RunState, summary: Summary, about: About): void {
  const { result, rest } = ending(run, summary, about, out.colors, out.errorColors, out.columns);
  out.text(result);
  out.note(rest);
}

/** A run as JSON lines (or YAML documents) on stdout, each as soon as it is known. */
class JsonView implements RunView {
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
