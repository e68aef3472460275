import type { Colors } from "./style.ts";

const CONTEXT = 3;
/** A text with more changes than this is shown as removed and added. */
const MOST_EDITS = 2000;

type Line = { sign: " " | "-" | "+"; text: string };

/** A unified diff of two texts; empty when they are the same. */
export function unifiedDiff(path: string, before: string, after: string, c: Colors): string {
  if (before === after) return "";
  const lines = diffLines(split(before), split(after));
  const out = [c.bold(`--- ${path}`), c.bold(`+++ ${path}`)];
  for (const [from, to] of hunks(lines)) {
    const count = (sign: string, list: Line[]) => list.filter((l) => l.sign !== sign).length;
    const above = lines.slice(0, from);
    const shown = lines.slice(from, to);
    out.push(
      c.cyan(
        `@@ -${count("+", above) + 1},${count("+", shown)} +${count("-", above) + 1},${
          count("-", shown)
        } @@`,
      ),
    );
    for (const { sign, text } of shown) {
      const line = sign + text.replace(/\r$/, "");
      out.push(sign === "-" ? c.red(line) : sign === "+" ? c.green(line) : line);
    }
  }
  return out.join("\n");
}

const split = (text: string) => text.replace(/\n$/, "").split("\n");

/** The shortest way from one list of lines to another (Myers, "An O(ND) Difference Algorithm", 1986). */
function diffLines(a: string[], b: string[]): Line[] {
  let same = 0;
  while (same < a.length && same < b.length && a[same] === b[same]) same++;
  const head = a.slice(0, same).map((text): Line => ({ sign: " ", text }));
  return [...head, ...shortest(a.slice(same), b.slice(same))];
}

function shortest(a: string[], b: string[]): Line[] {
  const trace: Map<number, number>[] = [];
  let reach = new Map([[1, 0]]);
  for (let edits = 0; edits <= Math.min(a.length + b.length, MOST_EDITS); edits++) {
    trace.push(new Map(reach));
    for (let k = -edits; k <= edits; k += 2) {
      const down = k === -edits || (k !== edits && reach.get(k - 1)! < reach.get(k + 1)!);
      let x = down ? reach.get(k + 1)! : reach.get(k - 1)! + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      reach.set(k, x);
      if (x >= a.length && x - k >= b.length) return walkBack(trace, a, b);
    }
    reach = new Map(reach);
  }
  return [
    ...a.map((text): Line => ({ sign: "-", text })),
    ...b.map((text): Line => ({ sign: "+", text })),
  ];
}

function walkBack(trace: Map<number, number>[], a: string[], b: string[]): Line[] {
  const lines: Line[] = [];
  let x = a.length;
  let y = b.length;
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const reach = trace[edits]!;
    const k = x - y;
    const down = k === -edits || (k !== edits && reach.get(k - 1)! < reach.get(k + 1)!);
    const fromK = down ? k + 1 : k - 1;
    const fromX = reach.get(fromK)!;
    const fromY = fromX - fromK;
    while (x > fromX && y > fromY && x > 0 && y > 0) {
      lines.push({ sign: " ", text: a[--x]! });
      y--;
    }
    if (edits === 0) break;
    if (down) lines.push({ sign: "+", text: b[--y]! });
    else lines.push({ sign: "-", text: a[--x]! });
  }
  return lines.reverse();
}

/** Ranges of lines to show: what changed, and a little around it. */
function hunks(lines: readonly Line[]): [number, number][] {
  const ranges: [number, number][] = [];
  lines.forEach(({ sign }, i) => {
    if (sign === " ") return;
    const from = Math.max(0, i - CONTEXT);
    const to = Math.min(lines.length, i + CONTEXT + 1);
    const last = ranges.at(-1);
    if (last && from <= last[1]) last[1] = to;
    else ranges.push([from, to]);
  });
  return ranges;
}
