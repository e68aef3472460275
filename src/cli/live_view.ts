import type { RunEvent } from "../operations/events.ts";
import type { Plan } from "../planning/plan.ts";
import type { Context } from "./command.ts";
import { Painter } from "./painter.ts";
import { type RunView, sayEnding } from "./run_view.ts";
import type { About } from "./view/ending.ts";
import { BEAT_MS } from "./view/footer.ts";
import { finalLines, liveLines } from "./view/live.ts";
import { planText } from "./view/plan.ts";
import { RunState, type Stage, type Summary } from "./view/run_state.ts";
import { cut } from "./view/style.ts";

/** At most ten times a second; at least with every beat. */
const FRAME_MS = 100;

/** A run that stays in place on a terminal while it goes on, and is left there as text when it is over. */
export class LiveView implements RunView {
  readonly #run: RunState;
  readonly #painter: Painter;
  readonly #closed = new AbortController();
  readonly #restore: () => void;
  /** Something changed since the last frame. */
  #stale = false;
  #painted = -Infinity;
  /** Whether lines are shown; not while someone else writes. */
  #shows = false;
  #kept?: Stage;

  constructor(private readonly context: Context, private readonly about: About) {
    const { world, out } = context;
    this.#run = new RunState(world.clock.monotonic(), about.verb === "rehearse");
    this.#painter = new Painter(
      (text) => world.stderr(text),
      () => ({ columns: out.columns, rows: out.rows }),
    );
    this.#restore = world.onInterrupt(() => {
      this.#run.interrupts++;
      this.#stale = true;
    });
    out.above = (text) => this.#painter.above(text);
    void this.#tick();
  }

  readonly onEvent = (event: RunEvent): void => {
    this.#run.take(event, this.context.world.clock.monotonic());
    this.#stale = true;
    if (event.type === "lock") {
      // Who is waited for is told by others, in this very line.
      if (event.event.type === "lock-waiting" && this.#shows) {
        this.#shows = false;
        this.#painter.forget();
      }
    } else if (event.type === "phase") this.#phase(event.phase);
    else if (event.type === "diagnostic" && event.severity === "warning") {
      this.context.out.note(
        `  ${this.context.out.errorColors.yellow("warning")}: ${event.message}`,
      );
    }
  };

  onPlan(plan: Plan): void {
    this.#hide();
    const { out } = this.context;
    const { allowDataLoss } = this.about;
    out.note(planText(plan, out.errorColors, out.columns, undefined, allowDataLoss));
  }

  close(): void {
    if (this.#closed.signal.aborted) return;
    this.#closed.abort();
    this.#keep();
    this.#restore();
    this.context.out.above = undefined;
  }

  end(summary: Summary): Promise<void> {
    return Promise.resolve(sayEnding(this.context, this.#run, summary, this.about));
  }

  #phase(phase: Extract<RunEvent, { type: "phase" }>["phase"]): void {
    if (phase === "lock" || phase === "plan" || phase === "approve" || phase === "run") {
      this.#shows = true;
      this.#paint();
    } else if (phase === "rollback") {
      this.#keep();
      const { out } = this.context;
      out.hint("  it failed; going back to what was there before");
    } else if (phase === "release") this.#keep();
  }

  #hide(): void {
    this.#shows = false;
    this.#painter.clear();
  }

  /** What stayed in place so far becomes text. */
  #keep(): void {
    this.#hide();
    const { out, world } = this.context;
    const { stage } = this.#run;
    if (!stage || stage === this.#kept) return;
    this.#kept = stage;
    const now = world.clock.monotonic();
    const lines = finalLines(this.#run, stage, now, out.columns, out.errorColors);
    if (lines.length) out.note(lines.join("\n"));
  }

  async #tick(): Promise<void> {
    const { clock } = this.context.world;
    const { signal } = this.#closed;
    while (!signal.aborted) {
      // Wakes with the beat too: what is shown in seconds then moves evenly.
      const into = (clock.monotonic() - this.#run.began) % BEAT_MS;
      await clock.sleep(Math.min(FRAME_MS, BEAT_MS + 1 - into), signal).catch(() => {});
      if (signal.aborted || !this.#shows) continue;
      const since = clock.monotonic() - this.#painted;
      const beat = (time: number) => Math.floor((time - this.#run.began) / BEAT_MS);
      const next = beat(clock.monotonic()) !== beat(this.#painted);
      if ((this.#stale && since >= FRAME_MS - 1) || next) this.#paint();
    }
  }

  #paint(): void {
    const { out, world } = this.context;
    const now = world.clock.monotonic();
    this.#painted = now;
    this.#stale = false;
    const size = { columns: out.columns, rows: out.rows };
    this.#painter.paint(
      this.#run.stage
        ? liveLines(this.#run, now, size, out.errorColors)
        : [out.errorColors.dim(cut(this.#before(now), size.columns - 1))],
    );
  }

  /** Before there is a plan. */
  #before(now: number): string {
    const seconds = Math.floor((now - this.#run.began) / 1000);
    const { phase } = this.#run;
    const what = phase === "approve"
      ? "working out what would change"
      : phase === "plan"
      ? "comparing with what is recorded"
      : "reading lock and state";
    return `${what}${seconds ? ` ${seconds}s` : ""}`;
  }
}
