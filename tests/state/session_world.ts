import { setImmediate } from "node:timers";
import { LEASE_TIMES } from "../../src/lock/times.ts";
import type { LockEvent } from "../../src/lock/events.ts";
import { MemoryTable } from "../../src/lock/memory_table.ts";
import type { LockTable } from "../../src/lock/table.ts";
import type { Clock, Random } from "../../src/ports/clock.ts";
import type { ComponentState } from "../../src/state/document.ts";
import { MemoryStore } from "../../src/state/memory_store.ts";
import { openSession } from "../../src/state/open_session.ts";
import type { Session } from "../../src/state/session.ts";
import type { SessionOptions } from "../../src/state/session_options.ts";
import type { Store } from "../../src/state/store.ts";

export const ADDRESS = { tenant: "acme", stack: "shop", environment: "dev" };

/** A clock that stands until somebody sleeps on {@link tick}. */
export class SteppedClock implements Clock {
  now = 1_700_000_000_000;
  readonly #sleepers: { until: number; wake: () => void }[] = [];

  wall(): number {
    return this.now;
  }

  monotonic(): number {
    return this.now - 1_600_000_000_000;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const sleeper = { until: this.now + ms, wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener("abort", () => {
        const at = this.#sleepers.indexOf(sleeper);
        if (at >= 0) this.#sleepers.splice(at, 1);
        reject(signal.reason);
      });
    });
  }

  /**
   * Lets time pass, waking each sleeper when its time has come, and waits for what that sets off.
   */
  async tick(ms: number): Promise<void> {
    const end = this.now + ms;
    for (;;) {
      await settle();
      const next = this.#sleepers.toSorted((a, b) => a.until - b.until)[0];
      if (!next || next.until > end) break;
      this.now = Math.max(this.now, next.until);
      this.#sleepers.splice(this.#sleepers.indexOf(next), 1);
      next.wake();
    }
    this.now = end;
    await settle();
  }

  /** Lets time pass until `promise` settles. */
  async until<T>(promise: Promise<T>, stepMs = 500): Promise<T> {
    let done = false;
    const mark = () => {
      done = true;
    };
    promise.then(mark, mark);
    for (let step = 0; !done && step < 10_000; step++) {
      await settle();
      if (!done) await this.tick(stepMs);
    }
    return await promise;
  }
}

/** Lets all that can go on without time passing go on. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Different in each world, the same in each run of the tests. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const fraction = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return {
    fraction,
    bytes: (length) => Uint8Array.from({ length }, () => Math.floor(fraction() * 256)),
  };
}

/** One store and one table, and as many runs on them as a test wants. */
export class World {
  readonly clock = new SteppedClock();
  readonly store: Store;
  readonly table: LockTable;
  /** Every request, as `put state.json`. */
  readonly requests: string[] = [];
  readonly events: LockEvent[] = [];

  constructor(
    readonly inner: { store: MemoryStore; table: MemoryTable } = {
      store: new MemoryStore(() => this.clock.now),
      table: new MemoryTable(),
    },
  ) {
    this.store = counted(
      inner.store,
      (name, key) => this.requests.push(`${name} ${key.split("/").pop()}`),
    );
    this.table = counted(inner.table, (name) => this.requests.push(`${name} lock`));
  }

  open(
    runId: string,
    options: Partial<SessionOptions> = {},
    ports: Partial<{ store: Store; table: LockTable; clock: Clock }> = {},
  ): Promise<Session> {
    const world = {
      store: this.store,
      table: this.table,
      clock: this.clock,
      random: seededRandom(hash(runId)),
      ...ports,
    };
    return openSession(world, {
      address: ADDRESS,
      engine: "sandbox",
      locking: "stack",
      claimant: {
        runId,
        holder: { user: "ann", host: "laptop", pid: 1, command: "panka apply" },
        times: LEASE_TIMES,
        onEvent: (event) => this.events.push(event),
      },
      wait: "until-known",
      version: "0.1.0",
      ...options,
    });
  }

  eventTypes(): string[] {
    return this.events.map(({ type }) => type);
  }
}

/** A component whose spec is `n`. */
export function component(n: number, outputs: ComponentState["outputs"] = {}): ComponentState {
  return {
    kind: "SQS",
    status: "ready",
    spec: { n },
    files: {},
    rendered: "",
    outputs,
    dependsOn: [],
    resources: {},
    deployment: "d",
  };
}

/** What a deployment says of itself when it ends. */
export function ending(id: string) {
  return {
    id,
    at: "2026-01-01T00:00:00Z",
    by: "ann",
    host: "laptop",
    command: "apply",
    result: "succeeded" as const,
    changes: { create: 1, update: 0, replace: 0, delete: 0 },
    seconds: 1,
  };
}

/** A port whose calls are noted before they are made. */
export function counted<T extends object>(port: T, note: (method: string, key: string) => void): T {
  return new Proxy(port, {
    get(target, name) {
      const member = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      return (...parameters: unknown[]) => {
        note(String(name), String(parameters[0]));
        return member.apply(target, parameters);
      };
    },
  });
}

function hash(text: string): number {
  return [...text].reduce((sum, character) => Math.imul(sum, 31) + character.charCodeAt(0), 7);
}
