import assert from "node:assert/strict";
import { recordedTest } from "./recorded_world.ts";
import { runIn } from "./test_world.ts";
import { type Receiver, startReceiver, valuesOf } from "../telemetry/receiver.ts";

function receiverTest(
  name: string,
  run: (
    receiver: Receiver,
    place: Parameters<Parameters<typeof recordedTest>[1]>[0],
  ) => Promise<void>,
): void {
  recordedTest(name, async (place) => {
    const receiver = startReceiver();
    try {
      await place.deployTwice();
      await run(receiver, place);
    } finally {
      await receiver.stop();
    }
  });
}

const REMOVE = ["state", "rm", "api/server", "--yes"];

receiverTest(
  "a command sends what it measured of lock and state, once",
  async (receiver, place) => {
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20abc",
      OTEL_EXPORTER_OTLP_COMPRESSION: "gzip",
      OTEL_RESOURCE_ATTRIBUTES: "team=core",
    };
    const { code, stderr } = await runIn(place.world({ env }), ...REMOVE);
    assert.equal(code, 0, stderr);
    assert.equal(receiver.received.length, 1);
    const [got] = receiver.received as [Receiver["received"][number]];
    assert.equal(got.path, "/v1/metrics");
    assert.equal(got.headers.get("authorization"), "Bearer abc");
    assert.deepEqual(valuesOf(got, "panka.lock.acquire.duration"), { acquired: 1 });
    assert.deepEqual(valuesOf(got, "panka.lock.held.duration"), { "": 1 });
    assert.deepEqual(valuesOf(got, "panka.state.commit.duration"), { written: 1 });
    const attributes = Object.fromEntries(
      got.body.resourceMetrics[0].resource.attributes
        .map((
          { key, value }: { key: string; value: { stringValue: string } },
        ) => [key, value.stringValue]),
    );
    assert.equal(attributes["service.name"], "panka");
    assert.equal(attributes["panka.stack"], "shop");
    assert.equal(attributes["panka.environment"], "dev");
    assert.equal(attributes["panka.command"], "state rm");
    assert.equal(attributes.team, "core");
  },
);

receiverTest("a command that is locked out says so in its metrics too", async (receiver, place) => {
  const holder = await place.open("other");
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url };
  const { code } = await runIn(place.world({ env }), ...REMOVE, "--lock-timeout", "1ms");
  await holder.release();
  assert.equal(code, 6);
  assert.deepEqual(valuesOf(receiver.received[0]!, "panka.lock.acquire.duration"), { held: 1 });
});

receiverTest(
  "a collector that fails, hangs or is away never fails a command",
  async (receiver, place) => {
    const answers: Record<string, (() => Response | Promise<Response>) | undefined> = {
      fails: () => new Response("no", { status: 500 }),
      hangs: () => new Promise(() => {}),
    };
    for (const [what, answer] of Object.entries(answers)) {
      receiver.answer = answer;
      const env = {
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        OTEL_EXPORTER_OTLP_TIMEOUT: "200",
        PANKA_LOG: "debug",
      };
      const { code, stderr } = await runIn(
        place.world({ env }),
        "state",
        "mv",
        "jobs",
        `data/${what}`,
      );
      assert.equal(code, 0, stderr);
      assert.match(
        stderr,
        /"event":"metrics-not-sent","why":"the collector (answered 500|did not answer within 0.2 s)"/,
      );
      await runIn(place.world(), "state", "mv", `data/${what}`, "data/jobs");
    }
    await receiver.stop();
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url };
    const { code, stderr } = await runIn(place.world({ env }), ...REMOVE);
    assert.equal(code, 0, stderr);
    assert.doesNotMatch(stderr, /collector/);
  },
);

receiverTest(
  "without a collector PANKA_LOG=debug writes JSON lines on stderr, and nothing else does",
  async (_, place) => {
    const quiet = await runIn(place.world(), "state", "mv", "jobs", "data/x");
    assert.doesNotMatch(quiet.stderr, /^\{/m);
    const { stdout, stderr } = await runIn(place.world({ env: { PANKA_LOG: "debug" } }), ...REMOVE);
    assert.equal(stdout, "");
    const lines = stderr.split("\n").filter((line) => line.startsWith("{")).map((line) =>
      JSON.parse(line)
    );
    assert.deepEqual(
      lines.filter(({ event }) => event.startsWith("lock")).map(({ event }) => event),
      [
        "lock-acquired",
        "lock-released",
      ],
    );
    const metrics = lines.filter(({ event }) => event === "metric").map(({ name }) => name);
    assert.deepEqual(metrics, [
      "panka.lock.acquire.duration",
      "panka.lock.held.duration",
      "panka.state.commit.duration",
    ]);
    for (const { time, level } of lines) assert.ok(time.endsWith("Z") && level === "debug");
  },
);
