import type { Instrument } from "./instruments.ts";

/** What tells the points of one instrument apart. Never anything secret, nor anything without end. */
export type Attributes = { readonly [name: string]: string | number };

/** The sum of a counter, for one set of attributes. */
export interface SumPoint {
  attributes: Attributes;
  value: number;
}

/** The distribution of a histogram, for one set of attributes. */
export interface HistogramPoint {
  attributes: Attributes;
  count: number;
  sum: number;
  min: number;
  max: number;
  /** One more than the instrument's bounds: values up to each bound, and those above the last. */
  buckets: number[];
}

export type Collected =
  & { name: string; instrument: Instrument }
  & ({ kind: "counter"; points: SumPoint[] } | { kind: "histogram"; points: HistogramPoint[] });

/** What was measured since the start of this process. */
export class Metrics<Name extends string> {
  readonly #sums = new Map<Name, Map<string, SumPoint>>();
  readonly #histograms = new Map<Name, Map<string, HistogramPoint>>();

  constructor(private readonly instruments: Readonly<Record<Name, Instrument>>) {}

  /** Adds to a counter. */
  add(name: Name, value: number, attributes: Attributes = {}): void {
    const point = pointOf(this.#sums, name, attributes, () => ({ attributes, value: 0 }));
    point.value += value;
  }

  /** Records one value of a histogram. */
  record(name: Name, value: number, attributes: Attributes = {}): void {
    const { bounds = [] } = this.instruments[name];
    const point = pointOf(this.#histograms, name, attributes, (): HistogramPoint => ({
      attributes,
      count: 0,
      sum: 0,
      min: Infinity,
      max: -Infinity,
      buckets: new Array(bounds.length + 1).fill(0),
    }));
    point.count++;
    point.sum += value;
    point.min = Math.min(point.min, value);
    point.max = Math.max(point.max, value);
    const above = bounds.findIndex((bound) => value <= bound);
    point.buckets[above < 0 ? bounds.length : above]!++;
  }

  /** All that has a value, in the order of the instruments. */
  collect(): Collected[] {
    const collected: Collected[] = [];
    for (const name of Object.keys(this.instruments) as Name[]) {
      const instrument = this.instruments[name];
      const sums = this.#sums.get(name);
      const histograms = this.#histograms.get(name);
      if (sums) collected.push({ name, instrument, kind: "counter", points: [...sums.values()] });
      if (histograms) {
        collected.push({ name, instrument, kind: "histogram", points: [...histograms.values()] });
      }
    }
    return collected;
  }
}

function pointOf<Name, Point>(
  all: Map<Name, Map<string, Point>>,
  name: Name,
  attributes: Attributes,
  make: () => Point,
): Point {
  let points = all.get(name);
  if (!points) all.set(name, points = new Map());
  const key = JSON.stringify(Object.entries(attributes).sort());
  let point = points.get(key);
  if (!point) points.set(key, point = make());
  return point;
}
