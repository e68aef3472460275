import type { RunEvent } from "../../operations/events.ts";
import { visible } from "./diagnostics.ts";
import { detailOf, standing, timeOf } from "./doing.ts";
import type { Row, RunState } from "./run_state.ts";
import { type Colors, cut, duration, GLYPH, pad, paint, widest, widthOf } from "./style.ts";

/** How wide ids, kinds and what is said of them are in this run. */
export interface Columns {
  id: number;
  kind: number;
  rest: number;
  /** The whole line. */
  all: number;
}

const PRESENT = {
  create: "creating",
  update: "updating",
  replace: "replacing",
  delete: "deleting",
  unchanged: "looking at",
};

/** Columns that line up through a whole run, within so many. */
export function columnsOf(run: RunState, columns: number): Columns {
  const rows = [...run.stage?.rows.values() ?? []];
  const kind = columns < 55 ? 0 : widest(rows.map((row) => row.kind));
  const longest = widest(rows.map((row) => row.id));
  // The shortest that is said, "replacing", takes nine.
  const id = Math.min(longest, Math.max(10, columns - 4 - 1 - (kind && kind + 1) - 9));
  return { id, kind, rest: columns - 4 - id - 1 - (kind && kind + 1), all: columns };
}

/** An event as a line, for where nothing can stay in place: pipes and CI logs. Call after the state took it. */
export function eventLine(
  event: RunEvent,
  run: RunState,
  widths: Columns,
  c: Colors,
): string | undefined {
  switch (event.type) {
    case "component": {
      const row = run.stage?.rows.get(event.id);
      if (!row) return undefined;
      if (event.stopped) return rowLine("working", row, "not finished", widths, c);
      const glyph = ({ started: "working", succeeded: "done", failed: "failed" } as const)[
        event.status
      ];
      const said = event.status === "started" ? PRESENT[event.action] : duration(event.seconds);
      return rowLine(glyph, row, said, widths, c);
    }
    case "health": {
      const row = run.stage?.rows.get(event.id);
      const glyph = ({ waiting: "working", healthy: "done", unhealthy: "failed" } as const)[
        event.status
      ];
      return row && rowLine(glyph, row, event.message || event.status, widths, c);
    }
    case "diagnostic": {
      const color = event.severity === "error" ? c.red : c.yellow;
      const about = event.component === undefined ? "" : `${event.component}: `;
      const [first, ...more] = visible(event.message.trim()).split("\n");
      return [`  ${color(event.severity)}: ${about}${first}`, ...more.map((line) => `    ${line}`)]
        .join("\n");
    }
    default:
      return undefined;
  }
}

function rowLine(
  glyph: keyof typeof GLYPH,
  { id, kind }: Pick<Row, "id" | "kind">,
  said: string,
  widths: Columns,
  c: Colors,
): string {
  const text = visible(said).replace(/[\t\n]/g, " ");
  return `  ${paint(c, glyph)(GLYPH[glyph])} ${pad(cut(id, widths.id), widths.id)} ${
    widths.kind ? `${pad(kind, widths.kind)} ` : ""
  }${cut(text, widths.rest)}`.trimEnd();
}

/** What is at work, one line each, so that a log shows life. */
export function heartbeatLines(run: RunState, now: number, widths: Columns): string[] {
  const { stage } = run;
  if (!stage) return [];
  const working = [...stage.rows.values()].filter((row) => standing(row, stage) === "working");
  // It starts, looks for what a run that was cut off has made, or saves.
  if (working.length === 0) {
    return [`  still working: ${run.phase === "save" ? "saving" : "getting ready"}`];
  }
  const id = Math.min(widths.id, widest(working.map((row) => row.id)));
  const kind = Math.min(widths.kind, widest(working.map((row) => row.kind)));
  return working.map((row) => {
    const time = timeOf(row, now);
    const named = `  still working: ${pad(row.id, id)} ${kind ? `${pad(row.kind, kind)} ` : ""}`;
    const head = named + time.padStart(7);
    const detail = visible(detailOf(row, stage, run, widths.all - widthOf(head) - 2));
    if (detail && widthOf(head) + 2 + widthOf(detail) <= widths.all) return `${head}  ${detail}`;
    if (widthOf(head) <= widths.all) return head;
    return `  still working: ${cut(row.id, widths.all - 18 - widthOf(time))} ${time}`;
  });
}
