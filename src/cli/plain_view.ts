import type { RunEvent } from "../operations/events.ts";
import type { Plan } from "../planning/plan.ts";
import type { Context } from "./command.ts";
import { type RunView, sayEnding } from "./run_view.ts";
import type { About } from "./view/ending.ts";
import { planText } from "./view/plan.ts";
import { type Columns, columnsOf, eventLine, heartbeatLines } from "./view/progress.ts";
import { RunState, type Summary } from "./view/run_state.ts";

const HEARTBEAT_MS = 10_000;

/** A run as lines that only ever follow each other, with a sign of life every ten seconds: for CI logs and pipes. */
export class PlainView implements RunView {
  readonly #run: RunState;
  readonly #groups: boolean;
  #widths: Columns = { id: 0, kind: 0, rest: 40, all: 40 };
  #open = false;
  #beating?: AbortController;
  #said: number;

  constructor(private readonly context: Context, private readonly about: About) {
    const now = context.world.clock.monotonic();
    this.#run = new RunState(now, about.verb === "rehearse");
    this.#said = now;
    this.#groups = context.world.env("GITHUB_ACTIONS") === "true";
  }

  readonly onEvent = (event: RunEvent): void => {
    const { clock } = this.context.world;
    this.#run.take(event, clock.monotonic());
    if (event.type === "plan") {
      this.#widths = columnsOf(this.#run, this.context.out.columns);
      const back = this.#run.stage!.does === "rollback";
      this.#group(back ? "rollback" : this.about.verb);
      if (back) this.#say("it failed; going back to what was there before");
      void this.#beat();
    } else if (event.type === "phase" && event.phase === "release") this.close();
    const line = eventLine(event, this.#run, this.#widths, this.context.out.errorColors);
    if (line !== undefined) this.#say(line);
  };

  onPlan(plan: Plan): void {
    this.#group("plan");
    const { errorColors, columns } = this.context.out;
    this.#say(planText(plan, errorColors, columns, undefined, this.about.allowDataLoss));
    this.#endGroup();
  }

  close(): void {
    this.#beating?.abort();
    this.#beating = undefined;
    this.#endGroup();
  }

  end(summary: Summary): Promise<void> {
    return Promise.resolve(sayEnding(this.context, this.#run, summary, this.about));
  }

  #say(text: string): void {
    this.#said = this.context.world.clock.monotonic();
    this.context.out.note(text);
  }

  async #beat(): Promise<void> {
    if (this.#beating) return;
    const { clock } = this.context.world;
    const { signal } = this.#beating = new AbortController();
    while (!signal.aborted) {
      const silent = clock.monotonic() - this.#said;
      await clock.sleep(Math.max(1, HEARTBEAT_MS - silent), signal).catch(() => {});
      const now = clock.monotonic();
      if (signal.aborted || now - this.#said < HEARTBEAT_MS) continue;
      for (const line of heartbeatLines(this.#run, now, this.#widths)) this.#say(line);
      this.#said = now;
    }
  }

  #group(name: string): void {
    this.#endGroup();
    if (!this.#groups) return;
    this.context.out.note(`::group::${name}`);
    this.#open = true;
  }

  #endGroup(): void {
    if (this.#open) this.context.out.note("::endgroup::");
    this.#open = false;
  }
}
