import { visible } from "./diagnostics.ts";
import { UNDONE } from "./doing.ts";
import { outputText } from "./recorded.ts";
import type { Complaint, Row, RunState, Stage, Summary } from "./run_state.ts";
import { type Colors, counted, duration, GLYPH, pad, widest, widthOf, wrap } from "./style.ts";

export interface Ending {
  /** What was asked for and came true, with the outputs: for stdout. */
  result: string;
  /** What went wrong, and what to do next: for stderr. */
  rest: string;
}

/** What the ending refers people to. */
export interface About {
  /** "apply", "destroy", "rollback". */
  verb: string;
  /** What stands before the verb on the command line: "admin network". */
  group?: string;
  /** Arguments that name this stack again: "shop -e staging --sandbox". */
  arguments: string;
  /** Arguments that ask for the same again, where they are others. */
  again?: string;
  /** What was allowed to lose data: ids, or "all". */
  allowDataLoss?: readonly string[];
}

const UNHEALTHY = 10;
const UNCHANGED: Record<string, string> = {
  destroy: "nothing of it is deployed",
  rollback: "everything is as it was then",
};
const REHEARSED = "this was a rehearsal: nothing real was changed";
/** More lines of a message than this are for the engine's log. */
const MOST_LINES = 12;

/** The end of a run: what happened, what is left, outputs, the next step. */
export function ending(
  run: RunState,
  summary: Summary,
  about: About,
  c: Colors,
  e: Colors,
  columns: number,
): Ending {
  const named = (verb: string, given: string) =>
    ["panka", about.group, verb, given].filter(Boolean).join(" ");
  const asked = about.again ?? about.arguments;
  const again = named(about.verb, asked);
  const next = run.rehearses
    ? named("apply", asked)
    : named(about.group ? "show" : "status", about.arguments);
  const lines = (...all: string[]) => all.map((line) => `${line}\n`).join("");
  // Those of a rehearsal are made up, and nobody is to copy them.
  const outputs = run.rehearses ? [] : outputLines(summary, c);
  const rehearsed = run.rehearses ? [wrap(REHEARSED, columns, "  ")] : [];
  // Deployed, and not undone: shown as what it made.
  switch (summary.exitCode === UNHEALTHY ? "succeeded" : summary.outcome) {
    case "unchanged":
      return {
        result: lines(
          wrap(
            `nothing to do: ${UNCHANGED[about.verb] ?? "everything is as described"}`,
            columns,
            "  ",
          ),
          ...outputs,
        ),
        rest: lines(...rehearsed, e.dim(wrap(`next: ${next}`, columns, "  "))),
      };
    case "succeeded": {
      const unhealthy = summary.exitCode === UNHEALTHY;
      const glyph = unhealthy ? c.yellow(GLYPH.failed) : c.green(GLYPH.done);
      const first = wrap(`${sums(summary)} in ${took(summary)}${numbered(summary)}`, columns - 2);
      return {
        result: "\n" +
          lines(`${glyph} ${first.replaceAll("\n", "\n  ")}`, ...outputs),
        rest: unhealthy
          ? "\n" + lines(
            ...unhealthyLines(run, e, columns),
            wrap("everything is deployed, but not healthy · exit 10", columns),
            ...rehearsed,
            e.dim(wrap(`next: ${next}; ${again} looks again`, columns, "  ")),
          )
          : lines(...rehearsed, e.dim(wrap(`next: ${next}`, columns, "  "))),
      };
    }
    case "cancelled":
      return { result: "", rest: lines(...cancelled(run, summary, again, e, columns)) };
    default:
      return { result: "", rest: lines(...failed(run, summary, again, e, columns)) };
  }
}

const goesOn = ({ rehearses }: RunState) => rehearses ? "" : "; it goes on from here";
const took = ({ at }: Summary) => duration(at / 1000);
const numbered = ({ deployment }: Summary) =>
  deployment === undefined ? "" : ` · deployment ${deployment}`;

function sums({ changes }: Summary): string {
  const { create, update, replace, delete: deleted } = changes;
  return `${create} created, ${update} updated, ${replace} replaced, ${deleted} deleted`;
}

function outputLines({ outputs }: Summary, c: Colors): string[] {
  const all = Object.entries(outputs);
  const width = widest(all.map(([name]) => name));
  // Never wrapped nor cut: people copy them.
  return all.map(([name, value]) =>
    `  ${c.dim(pad(visible(name), width))}  ${visible(outputText(value)).replaceAll("\n", "⏎")}`
  );
}

/** "data/exports, jobs/worker and 3 more". */
function names(ids: readonly string[], most = 6): string {
  const shown = ids.length > most ? ids.slice(0, most - 1) : ids;
  const rest = ids.length - shown.length;
  return shown.join(", ") + (rest ? ` and ${rest} more` : "");
}

/** Each error in full: the component, the message's first line, and the rest below it. */
function errorLines(run: RunState, e: Colors, columns: number): string[] {
  const seen = new Set<string>();
  const lines: string[] = [];
  for (const complaint of run.complaints) {
    const key = `${complaint.component} ${complaint.message}`;
    if (complaint.severity !== "error" || seen.has(key)) continue;
    seen.add(key);
    lines.push(...errorText(complaint, rowOf(run, complaint.component), e, columns));
  }
  if (lines.length) return [...lines, ""];
  const rows = run.stages.flatMap((stage) => [...stage.rows.values()]);
  return [
    ...rows.filter((row) => row.status === "failed").map((row) =>
      `${e.red(GLYPH.failed)} ${row.id}   ${row.kind}`
    ),
    "",
  ];
}

const rowOf = (run: RunState, id: string | undefined): Row | undefined =>
  id === undefined ? undefined : run.stages[0]?.rows.get(id);

function errorText(
  { component, message }: Complaint,
  row: Row | undefined,
  e: Colors,
  columns: number,
): string[] {
  const [first = "", ...more] = visible(message.trim()).split("\n");
  const about = [component, row?.kind].filter(Boolean).join("   ");
  const glyph = e.red(GLYPH.failed);
  const beside = about && columns >= 70 && widthOf(about) <= 40;
  const head = !about
    ? `${glyph} ${wrap(first, columns - 2, "  ")}`
    : beside
    ? `${glyph} ${about}   ${wrap(first, columns, " ".repeat(widthOf(about) + 5))}`
    : `${glyph} ${about}\n  ${wrap(first, columns, "  ")}`;
  const indent = " ".repeat(beside ? widthOf(about) + 5 : 2);
  const shown = more.slice(0, MOST_LINES).map((line) => indent + wrap(line, columns, indent));
  const rest = more.length - MOST_LINES;
  return [
    head,
    ...shown.map((line) => line.trimEnd()),
    ...rest > 0 ? [`${indent}and ${rest} more lines`] : [],
  ];
}

function unhealthyLines(run: RunState, e: Colors, columns: number): string[] {
  return [...run.stage?.rows.values() ?? []].flatMap(({ id, kind, health }) =>
    health?.status !== "unhealthy"
      ? []
      : [wrap(`${e.red(GLYPH.failed)} ${id}   ${kind}   ${visible(health.message)}`, columns, "  ")]
  );
}

/** "api/server restored, data/exports deleted". */
function undone(stage: Stage | undefined): string {
  const done = [...stage?.rows.values() ?? []].flatMap(({ id, action, status }) =>
    status !== "done" || action === "unchanged" ? [] : [{ id, what: UNDONE[action] }]
  );
  return [...Map.groupBy(done, ({ what }) => what)]
    .map(([what, all]) => `${names(all.map(({ id }) => id))} ${what}`).join(", ");
}

function failed(
  run: RunState,
  summary: Summary,
  again: string,
  e: Colors,
  columns: number,
): string[] {
  const back = run.stages.find((stage) => stage.does === "rollback");
  const number = summary.rolledBackTo;
  const where = number === undefined ? "to nothing" : `to ${number}`;
  const what = undone(back);
  const time = back ? ` in ${duration((summary.at + run.began - back.began) / 1000)}` : "";
  const lines = ["", ...errorLines(run, e, columns)];
  if (summary.outcome === "rolled-back") {
    lines.push(wrap(`rolled back ${where}${time}${what && `: ${what}`}`, columns, "  "));
  } else if (back) {
    lines.push(wrap(`rolled back only in part${time}${what && `: ${what}`}`, columns, "  "));
  } else lines.push(`failed after ${took(summary)}, not rolled back`);
  lines.push(...leftLines(summary, columns));
  const clean = summary.left.length === 0
    ? `nothing is half done; ${safety(run)}`
    : safety(run, true);
  return [
    ...lines,
    "",
    wrap(`${clean}${numbered(summary)} · exit ${summary.exitCode}`, columns),
    e.dim(wrap(`next: mend it, then ${again}${goesOn(run)}`, columns, "  ")),
  ];
}

function cancelled(
  run: RunState,
  summary: Summary,
  again: string,
  e: Colors,
  columns: number,
): string[] {
  const rows = [...run.stage?.rows.values() ?? []];
  if (!rows.length) return ["cancelled: nothing was changed · exit 8", e.dim(`next: ${again}`)];
  const of = (status: Row["status"]) => rows.filter((row) => row.status === status);
  const parts = [
    `${counted(of("done").length, "component")} done`,
    ...of("waiting").length ? [`${of("waiting").length} not begun`] : [],
  ];
  return [
    "",
    ...run.complaints.some(({ severity }) => severity === "error")
      ? errorLines(run, e, columns)
      : [],
    wrap(`cancelled after ${took(summary)}: ${parts.join(", ")}`, columns, "  "),
    ...leftLines(summary, columns),
    wrap(`${safety(run, true)}${numbered(summary)} · exit ${summary.exitCode}`, columns),
    e.dim(wrap(`next: ${again}${goesOn(run)}`, columns, "  ")),
  ];
}

/** What is not as described, each with why where that is known. */
function leftLines({ left, residue }: Summary, columns: number): string[] {
  if (left.length === 0) return [];
  if (residue?.length) {
    return [
      "not as described:",
      ...residue.slice(0, 12).map(({ id, why }) =>
        `  ${wrap(`${id}: ${visible(why)}`, columns - 2, "    ")}`
      ),
      ...residue.length > 12 ? [`  and ${residue.length - 12} more`] : [],
    ];
  }
  const are = left.length === 1 ? "is" : "are";
  return [wrap(`${names(left, 12)} ${are} not as described`, columns, "  ")];
}

/** What of state and lock can be relied on now. */
function safety({ lock, rehearses }: RunState, plain = false): string {
  if (rehearses) return REHEARSED;
  if (lock === "stuck") return "the state is saved; the lock ends by itself in about a minute";
  if (lock === "lost") return "the lock was lost on the way";
  return plain ? "the state is saved, the lock released" : "the state and the lock are clean";
}
