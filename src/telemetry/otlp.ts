import type { Attributes, Collected } from "./metrics.ts";

/** Milliseconds since 1970 UTC. */
export interface Period {
  from: number;
  to: number;
}

/** Each process tells only of itself: its sums begin at zero and are added up by whoever collects them. */
const DELTA = 1;

/** An ExportMetricsServiceRequest of OTLP as JSON. */
export function otlpMetrics(
  collected: readonly Collected[],
  resource: Attributes,
  version: string,
  { from, to }: Period,
): Record<string, unknown> {
  const times = { startTimeUnixNano: nanoseconds(from), timeUnixNano: nanoseconds(to) };
  const metrics = collected.map((metric) => {
    const { name, instrument: { description, unit, bounds = [] } } = metric;
    if (metric.kind === "counter") {
      const dataPoints = metric.points.map(({ attributes, value }) => ({
        ...times,
        attributes: keyValues(attributes),
        asInt: String(value),
      }));
      const sum = { dataPoints, aggregationTemporality: DELTA, isMonotonic: true };
      return { name, description, unit, sum };
    }
    const dataPoints = metric.points.map(({ attributes, count, buckets, ...values }) => ({
      ...times,
      attributes: keyValues(attributes),
      count: String(count),
      ...values,
      bucketCounts: buckets.map(String),
      explicitBounds: bounds,
    }));
    return { name, description, unit, histogram: { dataPoints, aggregationTemporality: DELTA } };
  });
  return {
    resourceMetrics: [{
      resource: { attributes: keyValues(resource) },
      scopeMetrics: [{ scope: { name: "panka", version }, metrics }],
    }],
  };
}

/** 64-bit numbers are texts in OTLP's JSON. */
const nanoseconds = (milliseconds: number) => String(BigInt(Math.round(milliseconds)) * 1_000_000n);

function keyValues(attributes: Attributes) {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === "string" ? { stringValue: value } : { intValue: String(value) },
  }));
}
