import assert from "node:assert/strict";
import { awaitHealth } from "../../src/operations/await_health.ts";
import type { RunEvent } from "../../src/operations/events.ts";
import type { Verdict } from "../../src/ports/health.ts";
import type { StateDocument } from "../../src/state/document.ts";
import { component, SteppedClock } from "../state/session_world.ts";

const document = {
  units: { stack: { fence: 1, components: { "api/a": component(1), "api/b": component(2) } } },
} as unknown as StateDocument;

/** Components whose verdicts come one after the other; the last one stays. */
async function look(verdicts: Record<string, (Verdict | Error)[]>, signal?: AbortSignal) {
  const clock = new SteppedClock();
  const events: RunEvent[] = [];
  const asked: Record<string, number> = {};
  const health = {
    probe({ id }: { id: string }) {
      const at = asked[id] = (asked[id] ?? -1) + 1;
      const verdict = verdicts[id]![Math.min(at, verdicts[id]!.length - 1)]!;
      return verdict instanceof Error ? Promise.reject(verdict) : Promise.resolve(verdict);
    },
  };
  const sick = await clock.until(
    awaitHealth(
      { health, clock, timeoutMs: 60_000, pollMs: 5_000 },
      document,
      Object.keys(verdicts),
      {
        onEvent: (event) => events.push(event),
        elapsed: () => 0,
        signal: signal ?? new AbortController().signal,
      },
    ),
  );
  const told = events.map((event) =>
    event.type === "health" ? `${event.id} ${event.status} ${event.message}`.trim() : event.type
  );
  return { sick, told, asked };
}

const healthy: Verdict = { status: "healthy", message: "" };
const waiting = (message: string): Verdict => ({ status: "waiting", message });

Deno.test("awaitHealth() asks again until a component is healthy, and tells each answer once", async () => {
  const { sick, told } = await look({
    "api/a": [waiting("0 of 2"), waiting("0 of 2"), waiting("1 of 2"), healthy],
    "api/b": [healthy],
  });
  assert.deepEqual(sick, []);
  assert.deepEqual(told.filter((line) => line.startsWith("api/a")), [
    "api/a waiting 0 of 2",
    "api/a waiting 1 of 2",
    "api/a healthy",
  ]);
});

Deno.test("awaitHealth() does not wait for what is unhealthy", async () => {
  const { sick, asked } = await look({
    "api/a": [{ status: "unhealthy", message: "storage-full" }],
  });
  assert.deepEqual(sick, [{ id: "api/a", why: "storage-full" }]);
  assert.equal(asked["api/a"], 0);
});

Deno.test("awaitHealth() gives up when time is up, with the last that was known", async () => {
  const { sick, told } = await look({ "api/a": [waiting("1 of 2 new tasks run")] });
  assert.deepEqual(sick, [{ id: "api/a", why: "not in time: 1 of 2 new tasks run" }]);
  assert.equal(told.at(-1), "api/a unhealthy not in time: 1 of 2 new tasks run");
});

Deno.test("awaitHealth() asks again when a probe fails", async () => {
  const { sick, told } = await look({ "api/a": [new Error("throttled"), healthy] });
  assert.deepEqual(sick, []);
  assert.match(told[0]!, /its health can't be asked for: throttled/);
});

Deno.test("awaitHealth() accuses nobody when it is stopped", async () => {
  const { sick } = await look({ "api/a": [waiting("1 of 2")] }, AbortSignal.abort());
  assert.deepEqual(sick, []);
});
