import assert from "node:assert/strict";
import { destinationOf, resourceOf } from "../../src/telemetry/settings.ts";

const from = (env: Record<string, string>) => destinationOf((name) => env[name]);

Deno.test("destinationOf() follows OpenTelemetry's variables", () => {
  assert.equal(from({}), undefined);
  const base = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318/" };
  assert.deepEqual(from(base), {
    url: "http://collector:4318/v1/metrics",
    headers: {},
    timeoutMs: 3000,
    gzip: false,
  });
  const own = {
    ...base,
    OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: "https://other/in",
    OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20x=y, x-team=core,broken,=no,bad=%zz",
    OTEL_EXPORTER_OTLP_TIMEOUT: "250",
    OTEL_EXPORTER_OTLP_COMPRESSION: "gzip",
  };
  assert.deepEqual(from(own), {
    url: "https://other/in",
    headers: { authorization: "Bearer x=y", "x-team": "core", bad: "%zz" },
    timeoutMs: 250,
    gzip: true,
  });
});

Deno.test("destinationOf() is nothing when telemetry is turned off or the URL is none", () => {
  const base = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318" };
  for (
    const off of [
      { ...base, OTEL_SDK_DISABLED: "true" },
      { ...base, OTEL_METRICS_EXPORTER: "none" },
      { OTEL_EXPORTER_OTLP_ENDPOINT: "collector:4317" },
      { OTEL_EXPORTER_OTLP_ENDPOINT: "file:///etc/passwd" },
    ]
  ) assert.equal(from(off), undefined);
  assert.ok(from({ ...base, OTEL_METRICS_EXPORTER: "console, otlp" }));
});

Deno.test("resourceOf() lets the environment win", () => {
  const env: Record<string, string> = {
    OTEL_RESOURCE_ATTRIBUTES: "team=core,panka.stack=mine",
    OTEL_SERVICE_NAME: "deployer",
  };
  assert.deepEqual(resourceOf((name) => env[name], { "panka.stack": "shop" }), {
    "service.name": "deployer",
    "panka.stack": "mine",
    team: "core",
  });
});
