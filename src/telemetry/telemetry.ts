import type { LockEvent } from "../lock/events.ts";
import type { Clock } from "../ports/clock.ts";
import type { Store } from "../state/store.ts";
import { type InstrumentName, INSTRUMENTS } from "./instruments.ts";
import { measureLock } from "./measured_lock.ts";
import { measureStore } from "./measured_store.ts";
import { type Collected, Metrics } from "./metrics.ts";
import { otlpMetrics } from "./otlp.ts";
import { type Send, sendOtlp } from "./send.ts";
import { destinationOf, type Env, resourceOf } from "./settings.ts";

/** One try of a request to the backend. */
export interface Try {
  service: string;
  operation: string;
  /** Undefined when no complete answer came. */
  status?: number;
  milliseconds: number;
}

export interface TelemetryPorts {
  env: Env;
  clock: Clock;
  send: Send;
  /** Writes one line of a structured log; absent where nobody wants one. */
  log?: (line: string) => void;
}

/** What this process is: goes with everything that is sent. */
export interface Identity {
  version: string;
  /** Further resource attributes, such as `panka.stack`. */
  attributes: Readonly<Record<string, string>>;
}

/**
 * What is seen of locks and state from outside: OpenTelemetry metrics where the environment names a collector, and
 * JSON lines where they are wanted. Costs nothing where neither is.
 */
export class Telemetry {
  readonly #metrics = new Metrics<InstrumentName>(INSTRUMENTS);
  readonly #started: number;

  constructor(private readonly ports: TelemetryPorts, private readonly identity: Identity) {
    this.#started = ports.clock.wall();
  }

  lock(event: LockEvent): void {
    measureLock(this.#metrics, event);
    this.#log({ event: event.type, ...logged(event) });
  }

  /** The lock was not got: someone held it, the wait was cancelled, or the backend failed. */
  notAcquired(outcome: "held" | "cancelled" | "failed", waitedMs: number): void {
    this.#metrics.record("panka.lock.acquire.duration", waitedMs / 1000, { outcome });
    this.#log({ event: "lock-not-acquired", outcome, waitedMs: Math.round(waitedMs) });
  }

  request({ service, operation, status, milliseconds }: Try): void {
    const attributes = { service, operation, status: status ?? "none" };
    this.#metrics.add("panka.backend.requests", 1, attributes);
    this.#metrics.record("panka.backend.request.duration", milliseconds / 1000, {
      service,
      operation,
    });
    this.#log({ event: "request", ...attributes, milliseconds: Math.round(milliseconds) });
  }

  store(store: Store): Store {
    return measureStore(store, this.#metrics, this.ports.clock);
  }

  /** Sends what was measured, within a bounded time. Never fails. */
  async close(): Promise<void> {
    const { clock, env } = this.ports;
    const collected = this.#metrics.collect();
    if (collected.length === 0) return;
    for (const metric of collected) this.#log({ event: "metric", ...summary(metric) });
    const destination = destinationOf(env);
    if (!destination) return;
    const { version, attributes } = this.identity;
    const resource = resourceOf(env, { ...attributes, "service.version": version });
    const period = { from: this.#started, to: clock.wall() };
    const message = otlpMetrics(collected, resource, version, period);
    const problem = await sendOtlp(message, destination, this.ports);
    if (problem !== undefined) this.#log({ event: "metrics-not-sent", why: problem });
  }

  #log(fields: Record<string, unknown>): void {
    const { log, clock } = this.ports;
    log?.(
      JSON.stringify({ time: new Date(clock.wall()).toISOString(), level: "debug", ...fields }),
    );
  }
}

/** An event without what its type says already; of another's lock only who has it. */
function logged(event: LockEvent): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(event)) {
    if (name === "type") continue;
    if (typeof value === "number") fields[name] = Math.round(value);
    else if (typeof value === "object" && value !== null) {
      const { owner, fence, holder } = value;
      fields[name] = { owner, fence, user: holder?.user, host: holder?.host };
    } else fields[name] = value;
  }
  return fields;
}

function summary({ name, instrument, points }: Collected): Record<string, unknown> {
  return {
    name,
    unit: instrument.unit,
    points: points.map((point) =>
      "value" in point
        ? { ...point.attributes, value: point.value }
        : { ...point.attributes, count: point.count, sum: point.sum, max: point.max }
    ),
  };
}
