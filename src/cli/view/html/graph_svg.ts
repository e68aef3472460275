import { widthOf } from "../style.ts";
import { type Box, columnsOf, type Line } from "./layout.ts";
import { html, type Markup } from "./markup.ts";

export interface DrawnBox extends Box {
  kind: string;
  /** Class that gives it its colour, and the glyph that says the same. */
  look: "create" | "update" | "replace" | "delete" | "same";
  glyph: string;
  /** What the glyph means, in words. */
  means: string;
  /** Id of the element that tells more. */
  target?: string;
}

export interface DrawnLine extends Line {
  implicit: boolean;
}

const HEIGHT = 46;
const GAP = 14;
const BETWEEN = 70;
const MARGIN = 16;
const HEAD = 24;
/** Pixels that a character of 13 px takes at most, on average. */
const CHARACTER = 7.4;

/** The graph, waves from left to right; a line leads from what is needed to what needs it. */
export function graphSvg(
  boxes: readonly DrawnBox[],
  lines: readonly DrawnLine[],
  title: string,
  waveName: (wave: number) => string,
): Markup {
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const columns = columnsOf(boxes, lines);
  const tallest = Math.max(0, ...columns.map((ids) => ids.length));
  const height = HEAD + tallest * (HEIGHT + GAP) + MARGIN * 2;
  const placed = new Map<string, { x: number; y: number; width: number }>();
  const heads: Markup[] = [];
  let x = MARGIN;
  for (const ids of columns) {
    const width = 28 + CHARACTER *
        Math.max(12, ...ids.map((id) => Math.max(widthOf(id) + 2, widthOf(byId.get(id)!.kind))));
    const top = HEAD + MARGIN + (tallest - ids.length) * (HEIGHT + GAP) / 2;
    ids.forEach((id, i) => placed.set(id, { x, y: top + i * (HEIGHT + GAP), width }));
    const name = waveName(byId.get(ids[0]!)!.wave);
    heads.push(html`
      <text class="wave" x="${round(x)}" y="${MARGIN + 8}">${name}</text>
    `);
    x += width + BETWEEN;
  }
  const width = round(Math.max(200, x - BETWEEN + MARGIN));
  const paths = lines.flatMap(({ from, to, implicit }) => {
    const [end, start] = [placed.get(from), placed.get(to)];
    if (!start || !end) return [];
    const [x1, y1] = [start.x + start.width, start.y + HEIGHT / 2];
    const [x2, y2] = [end.x - 3, end.y + HEIGHT / 2];
    const bend = Math.max(30, (x2 - x1) / 2);
    const d = `M${round(x1)} ${round(y1)} C${round(x1 + bend)} ${round(y1)} ${round(x2 - bend)} ${
      round(y2)
    } ${round(x2)} ${round(y2)}`;
    return [
      html`
        <path class="${implicit ? "implicit" : "explicit"}" d="${d}" marker-end="url(#arrow)" />
      `,
    ];
  });
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label="${title}">
      <svg
        role="img"
        aria-label="${title}"
        width="${width}"
        height="${round(height)}"
        viewBox="0 0 ${width} ${round(height)}"
        xmlns="http://www.w3.org/2000/svg"
      >
        <defs>
          <marker
            id="arrow"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto"
          >
            <path d="M0 0L8 4L0 8z" />
          </marker>
        </defs>
        ${heads} ${paths} ${boxes.map((box) => boxSvg(box, placed.get(box.id)!))}
      </svg>
    </div>
  `;
}

function boxSvg(
  { id, kind, look, glyph, means, target }: DrawnBox,
  { x, y, width }: { x: number; y: number; width: number },
): Markup {
  const inner = html`
    <title>${id}, ${kind}: ${means}</title>
    <rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${HEIGHT}" rx="5" />
    <text class="glyph" x="${round(x + 9)}" y="${round(y + 19)}">${glyph}</text>
    <text x="${round(x + 24)}" y="${round(y + 19)}">${id}</text>
    <text class="kind" x="${round(x + 24)}" y="${round(y + 36)}">${kind}</text>
  `;
  return target === undefined
    ? html`
      <g class="${look}">${inner}</g>
    `
    : html`
      <a class="${look}" href="#${target}">${inner}</a>
    `;
}

/** The id of the element that tells more of a component. */
export const anchor = (id: string): string => `c-${id.replace("/", "-")}`;

const round = (value: number): number => Math.round(value * 10) / 10;
