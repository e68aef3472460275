import assert from "node:assert/strict";
import { Metrics } from "../../src/telemetry/metrics.ts";
import { otlpMetrics } from "../../src/telemetry/otlp.ts";

const INSTRUMENTS = {
  hits: { description: "Hits", unit: "1" },
  time: { description: "Time", unit: "s", bounds: [1, 5] },
};

function measured(): Metrics<"hits" | "time"> {
  const metrics = new Metrics<"hits" | "time">(INSTRUMENTS);
  metrics.add("hits", 1, { way: "a", status: 200 });
  metrics.add("hits", 2, { status: 200, way: "a" });
  metrics.add("hits", 1, { way: "b" });
  for (const value of [0.5, 1, 7]) metrics.record("time", value);
  return metrics;
}

Deno.test("Metrics adds up what has the same attributes, in whatever order", () => {
  const [hits, time] = measured().collect();
  assert.deepEqual(hits!.points, [
    { attributes: { way: "a", status: 200 }, value: 3 },
    { attributes: { way: "b" }, value: 1 },
  ]);
  assert.deepEqual(time!.points, [
    { attributes: {}, count: 3, sum: 8.5, min: 0.5, max: 7, buckets: [2, 0, 1] },
  ]);
});

Deno.test("otlpMetrics() says delta sums and histograms as OTLP's JSON does", () => {
  const period = { from: 1_700_000_000_000, to: 1_700_000_001_000.5 };
  const message = otlpMetrics(measured().collect(), { "service.name": "p", pid: 7 }, "1.2", period);
  const times = { startTimeUnixNano: "1700000000000000000", timeUnixNano: "1700000001001000000" };
  const way = (text: string) => ({ key: "way", value: { stringValue: text } });
  const status = { key: "status", value: { intValue: "200" } };
  assert.deepEqual(message, {
    resourceMetrics: [{
      resource: {
        attributes: [
          { key: "service.name", value: { stringValue: "p" } },
          { key: "pid", value: { intValue: "7" } },
        ],
      },
      scopeMetrics: [{
        scope: { name: "panka", version: "1.2" },
        metrics: [
          {
            name: "hits",
            description: "Hits",
            unit: "1",
            sum: {
              dataPoints: [
                { ...times, attributes: [way("a"), status], asInt: "3" },
                { ...times, attributes: [way("b")], asInt: "1" },
              ],
              aggregationTemporality: 1,
              isMonotonic: true,
            },
          },
          {
            name: "time",
            description: "Time",
            unit: "s",
            histogram: {
              dataPoints: [{
                ...times,
                attributes: [],
                count: "3",
                sum: 8.5,
                min: 0.5,
                max: 7,
                bucketCounts: ["2", "0", "1"],
                explicitBounds: [1, 5],
              }],
              aggregationTemporality: 1,
            },
          },
        ],
      }],
    }],
  });
});
