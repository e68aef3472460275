import type { Row, RunState, Stage } from "./run_state.ts";
import { type Colors, cut, duration, widthOf } from "./style.ts";
import { typicalSeconds } from "./usual.ts";

const BAR = 12;
/** The bar's edge moves so often while something is at work, so that a view that stands still can be told from one that hangs. */
export const BEAT_MS = 500;

/** How the whole stands: a bar, time, lock and state, and what Ctrl-C does. Begins with an empty line. */
export function footerLines(
  run: RunState,
  stage: Stage,
  now: number,
  columns: number,
  c: Colors,
): string[] {
  const rows = [...stage.rows.values()];
  const done = rows.filter((row) => row.status === "done").length;
  const failed = rows.filter((row) => row.status === "failed").length;
  const going = stage.does === "rollback" ? "undoing: " : "";
  const health = run.phase === "health" ? ", waiting for health" : "";
  const count = `${done} of ${rows.length}${failed ? `, ${failed} failed` : health}`;
  const time = duration(Math.floor((now - run.began) / 1000));
  const beat = Math.floor((now - run.began) / BEAT_MS) % 2 === 1;
  const head = `${barText(rows, now, beat)} ${going}${count} · ${time}`;
  const safe = run.rehearses
    ? "a rehearsal: nothing real is touched"
    : `${lockText(run)}, ${savedText(run, now)}`;
  const hint = hintText(run, rows);
  const one = `  ${head} · ${safe}`;
  const gap = columns - widthOf(one) - widthOf(hint[0]);
  if (gap >= 2) return ["", one + " ".repeat(gap) + c.dim(hint[0])];
  const narrow = (text: string) => `  ${cut(text, columns - 2)}`;
  const said = c.dim(narrow(hint.find((text) => widthOf(text) <= columns - 2) ?? hint.at(-1)!));
  if (widthOf(one) <= columns) return ["", one, said];
  return ["", narrow(head), narrow(safe), said];
}

/**
 * `[####------]`: each component counts for as long as its kind usually takes.
 *
 * @param beat whether to mark the edge, where something is at work
 */
export function barText(rows: readonly Row[], now: number, beat = false): string {
  let all = 0;
  let done = 0;
  for (const row of rows) {
    const weight = typicalSeconds(row.kind, row.action);
    all += weight;
    if (row.status === "done") done += weight;
    // What is at work is never taken for done before it is.
    else if (row.status === "working") done += Math.min((now - row.since!) / 1000, 0.9 * weight);
  }
  const filled = all === 0 ? 0 : Math.floor(BAR * done / all);
  const edge = beat && filled < BAR && rows.some((row) => row.status === "working") ? ">" : "";
  return `[${"#".repeat(filled)}${edge}${"-".repeat(BAR - filled - edge.length)}]`;
}

function lockText({ lock }: RunState): string {
  return {
    none: "no lock",
    waiting: "waiting for the lock",
    held: "lock held",
    unsure: "lock held, a heartbeat was missed",
    ending: "lock about to end",
    lost: "lock lost",
    released: "lock released",
    stuck: "lock not given back",
  }[lock];
}

function savedText({ phase, saved }: RunState, now: number): string {
  if (phase === "save") return "saving state";
  if (saved === undefined) return "nothing to save yet";
  const seconds = Math.floor((now - saved) / 1000);
  return seconds < 1 ? "state saved now" : `state saved ${duration(seconds)} ago`;
}

/** What Ctrl-C does next, in full and in short. */
function hintText({ interrupts }: RunState, rows: readonly Row[]): [string, ...string[]] {
  if (interrupts === 0) return ["Ctrl-C finishes what is in flight", "Ctrl-C stops"];
  if (interrupts > 1) return ["stopping now", "stopping now"];
  const flying = rows.filter((row) => row.doing.size > 0).length;
  return [
    `stopping when ${flying === 1 ? "1 component is" : `${flying} components are`} done; ` +
    "Ctrl-C again stops now",
    "stopping; Ctrl-C again stops now",
  ];
}
