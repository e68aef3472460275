import { visible } from "./diagnostics.ts";
import { detailOf, standing, timeOf } from "./doing.ts";
import { footerLines } from "./footer.ts";
import type { Row, RunState, Stage } from "./run_state.ts";
import { type Colors, cut, GLYPH, pad, paint, widest, widthOf } from "./style.ts";

export interface Size {
  columns: number;
  rows: number;
}

/** Widths of a row's columns; `detail` 0: what there is to say goes onto a line of its own. */
interface Layout {
  id: number;
  kind: number;
  detail: number;
}

const TIME = 7;
/** Lines of a finished stage that stay in the scrollback; with more, those that are done are folded. */
const MOST_KEPT = 100;
/** Under this, what a component does has no room beside it. */
const LEAST_DETAIL = 24;

/**
 * A run as it stands: components by wave, then the whole. Never wider nor higher than the
 * terminal, one line and one column less, so that it neither wraps nor scrolls.
 */
export function liveLines(run: RunState, now: number, size: Size, c: Colors): string[] {
  const stage = run.stage;
  if (!stage) return [];
  const columns = size.columns - 1;
  const footer = footerLines(run, stage, now, columns, c);
  const room = Math.max(1, size.rows - 1 - footer.length);
  return [...treeLines(run, stage, now, columns, room, c), ...footer].slice(-(size.rows - 1));
}

/** A stage's components when it is over: for the scrollback, so all of them unless there are very many. */
export function finalLines(
  run: RunState,
  stage: Stage,
  now: number,
  columns: number,
  c: Colors,
): string[] {
  const failed = [...stage.rows.values()].some((row) => row.status === "failed");
  // What a rollback had no need to touch is not worth a line.
  const rows = stage.does === "deploy" || failed
    ? stage.rows
    : new Map([...stage.rows].filter(([, row]) => row.status !== "waiting"));
  return treeLines(run, { ...stage, rows }, now, columns, MOST_KEPT, c, true);
}

interface Fold {
  headings: boolean;
  details: "all" | "working" | "none";
  done: boolean;
}

/** From all there is to the least; the first that fits is shown. */
const FOLDS: readonly Fold[] = [
  { headings: true, details: "all", done: true },
  { headings: false, details: "all", done: true },
  { headings: false, details: "all", done: false },
  { headings: false, details: "working", done: false },
  { headings: false, details: "none", done: false },
];

function treeLines(
  run: RunState,
  stage: Stage,
  now: number,
  columns: number,
  room: number,
  c: Colors,
  over = false,
): string[] {
  const rows = [...stage.rows.values()];
  const layout = layoutOf(rows, columns);
  const lines = (row: Row, details: Fold["details"]) =>
    rowLines(row, run, stage, now, layout, columns, details, c, over);
  for (const fold of FOLDS) {
    if (over && fold.headings) continue;
    const shown = fold.done ? rows : rows.filter((row) => row.status !== "done");
    const folded = rows.length - shown.length;
    const text = folded ? [foldedLine("done", `${folded} done`, c)] : [];
    let wave = 0;
    for (const row of shown) {
      if (fold.headings && row.wave !== wave && rows.at(-1)!.wave > 1) {
        text.push(c.dim(`  wave ${wave = row.wave}`));
      }
      text.push(...lines(row, fold.details));
      if (text.length > room) break;
    }
    if (text.length <= room) return text;
  }
  return crowded(rows, room, (row) => lines(row, "none")[0]!, c);
}

/** More than fits even with the finished folded: what failed, what is longest at work, what is next. */
function crowded(rows: Row[], room: number, line: (row: Row) => string, c: Colors): string[] {
  const by = (status: Row["status"]) => rows.filter((row) => row.status === status);
  const done = by("done").length;
  const head = done ? [foldedLine("done", `${done} done`, c)] : [];
  const groups = [by("failed"), by("working"), by("waiting")] as const;
  let left = room - head.length - groups.filter((group) => group.length).length;
  const lines: string[] = head.slice(0, room);
  groups.forEach((group, i) => {
    if (!group.length) return;
    const fits = Math.max(0, Math.min(group.length, left));
    // The line kept for "and more" holds the last one where nothing is left out.
    const all = fits >= group.length - 1 && left + 1 >= group.length;
    const shown = all ? group : group.slice(0, fits);
    lines.push(...shown.map(line));
    left -= all ? group.length - 1 : fits;
    if (all) return;
    const rest = group.length - shown.length;
    const [glyph, what] = [["failed", "failed"], ["working", "at work"], ["waiting", "waiting"]][
      i
    ] as [keyof typeof GLYPH, string];
    lines.push(foldedLine(glyph, `${rest}${shown.length ? " more" : ""} ${what}`, c));
  });
  return lines.slice(0, room);
}

const foldedLine = (glyph: keyof typeof GLYPH, text: string, c: Colors) =>
  `  ${paint(c, glyph)(GLYPH[glyph])} ${c.dim(text)}`;

function layoutOf(rows: readonly Row[], columns: number): Layout {
  const longest = widest(rows.map((row) => row.kind));
  const kind = columns < 54 ? 0 : Math.min(longest, columns < 79 ? 12 : 20);
  // Glyph, gaps and time: 4 + 1 + kind + 1 + TIME.
  const fixed = 4 + (kind && kind + 1) + 1 + TIME;
  const id = Math.min(widest(rows.map((row) => row.id)), Math.max(10, columns - fixed));
  const detail = columns - fixed - id - 3;
  return { id, kind, detail: detail >= LEAST_DETAIL ? detail : 0 };
}

function rowLines(
  row: Row,
  run: RunState,
  stage: Stage,
  now: number,
  { id, kind, detail }: Layout,
  columns: number,
  details: Fold["details"],
  c: Colors,
  over: boolean,
): string[] {
  const glyph = over && row.status === "working" ? "working" : standing(row, stage);
  const color = paint(c, glyph);
  const time = glyph === "waiting" ? "" : timeOf(row, now);
  const shortKind = cut(row.kind, kind);
  const head = `  ${color(GLYPH[glyph])} ${pad(cut(row.id, id), id)} ` +
    (kind ? `${c.dim(shortKind)}${" ".repeat(kind - widthOf(shortKind))} ` : "") +
    " ".repeat(Math.max(0, TIME - widthOf(time))) + time;
  // What is over is not waiting any more: it was not begun, or not ended.
  const said = over && glyph === "waiting"
    ? "not begun"
    : over && row.status === "working"
    ? "not finished"
    : visible(detailOf(row, stage, run, detail || columns - 6)).replace(/[\t\n]/g, " ");
  const styled = (text: string) => glyph === "failed" ? c.red(text) : c.dim(text);
  if (!said) return [head.trimEnd()];
  if (detail) return [`${head}   ${styled(cut(said, detail))}`];
  const wanted = glyph === "done" || details === "none" ||
    (details === "working" && glyph === "waiting");
  return wanted ? [head.trimEnd()] : [head.trimEnd(), `      ${styled(cut(said, columns - 6))}`];
}
