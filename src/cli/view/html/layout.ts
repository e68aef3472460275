import { usersOf } from "../../../ports/references.ts";

/** A thing to draw; its column is its wave. */
export interface Box {
  id: string;
  wave: number;
}

export interface Line {
  /** What needs … */
  from: string;
  /** … this. */
  to: string;
}

const SWEEPS = 6;

/** Columns of ids, ordered so that lines cross each other little: by the middle of what each is joined to. */
export function columnsOf(boxes: readonly Box[], lines: readonly Line[]): string[][] {
  const columns: string[][] = [];
  for (const { id, wave } of boxes) (columns[wave] ??= []).push(id);
  const filled = columns.filter((column) => column.length > 0);
  for (const column of filled) column.sort();
  const before = usersOf(lines.map(({ from, to }) => [to, [from]]));
  const after = usersOf(lines.map(({ from, to }) => [from, [to]]));
  const place = new Map<string, number>();
  const putDown = (ids: string[]) => ids.forEach((id, i) => place.set(id, (i + 0.5) / ids.length));
  filled.forEach(putDown);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const joined = sweep % 2 === 0 ? before : after;
    for (const column of sweep % 2 === 0 ? filled : filled.toReversed()) {
      const middle = new Map(column.map((id) => {
        const others = joined.get(id) ?? [];
        const sum = others.reduce((total, other) => total + (place.get(other) ?? 0), 0);
        return [id, others.length ? sum / others.length : place.get(id)!];
      }));
      column.sort((a, b) => middle.get(a)! - middle.get(b)! || (a < b ? -1 : 1));
      putDown(column);
    }
  }
  return filled;
}
