import { Locked, type Wait } from "../../src/lock/acquire.ts";
import { LeaseLost } from "../../src/lock/lease.ts";
import { TIMES } from "./times.ts";
import { changeLocking } from "../../src/state/edit.ts";
import type { StateDocument } from "../../src/state/document.ts";
import { openSession } from "../../src/state/open_session.ts";
import { lockKey } from "../../src/state/paths.ts";
import { PlanStale, SessionRefused, Superseded } from "../../src/state/refusals.ts";
import type { Session } from "../../src/state/session.ts";
import type { SessionWorld } from "../../src/state/session_options.ts";
import { StoreUnavailable, UnknownOutcome } from "../../src/state/store.ts";
import type { Bug } from "./bugs.ts";
import type { Process } from "./process.ts";
import { type Client, type Servers, storeOf, tableOf } from "./servers.ts";

export const ADDRESS = { stack: "shop", environment: "dev" };
export const SERVICES = ["a", "b"];

type Locking = StateDocument["locking"];

class Interrupted extends Error {}

/** What one machine does all day: run after run of the real code. */
export class Deployer {
  readonly #client: Client;
  readonly #world: SessionWorld;
  #runs = 0;
  #tokens = 0;
  /** When it last got a lock, in virtual milliseconds. */
  gotLockAt?: number;
  succeeded = 0;

  constructor(
    private readonly servers: Servers,
    private readonly process: Process,
    public locking: Locking,
    bug: Bug | undefined,
  ) {
    this.#client = { process, runId: process.name, unanswered: false };
    const world = {
      store: storeOf(servers, this.#client),
      table: tableOf(servers, this.#client),
      clock: process,
      random: process,
    };
    this.#world = bug ? bug(world) : world;
  }

  /** Takes some runs, with pauses between them. */
  async work(runs: number): Promise<void> {
    const { choices } = this.servers.simulation;
    await this.process.sleep(choices.pick(60) * 1000);
    for (let run = 0; run < runs; run++) {
      const services = [["a"], ["b"], "all" as const][choices.pick(3)]!;
      const wait: Wait = choices.pick(2)
        ? { ms: [200_000, 5_000][choices.pick(2)]! }
        : "until-known";
      await this.run(
        services,
        wait,
        choices.pick(8) === 7 ? "change locking" : choices.pick(4) === 3 ? "look" : "deploy",
      );
      await this.process.sleep(choices.pick(30) * 1000);
    }
  }

  /** One run, whatever comes of it. */
  async run(
    services: string[] | "all",
    wait: Wait,
    what: "deploy" | "look" | "change locking",
  ): Promise<void> {
    const { monitor, simulation } = this.servers;
    const runId = `${this.process.name}.${++this.#runs}`;
    Object.assign(this.#client, { runId, unanswered: false });
    this.process.doubled = false;
    const changing = what === "change locking";
    let session: Session | undefined;
    try {
      session = await openSession(this.#world, {
        address: ADDRESS,
        engine: "sandbox",
        locking: this.locking,
        services: services === "all" || changing ? SERVICES : services,
        wholeStack: services === "all",
        anyLocking: changing,
        claimant: {
          runId,
          holder: { user: "u", host: "h", pid: 1, command: "c" },
          times: TIMES,
          onEvent: (event) => {
            if (event.type === "lock-lost") monitor.lostLock(runId, event.reason, event.item);
            if (event.type === "lock-release-failed") this.#client.unanswered = true;
            simulation.note(`${runId}: ${event.type}`);
          },
        },
        wait,
        version: "0",
        signal: this.#ctrlC(),
      });
      this.gotLockAt ??= simulation.now;
      monitor.opened(runId, this.process, session);
      if (changing) await this.#changeLocking(session, runId);
      else if (what === "deploy" || session.recovery.length > 0) {
        await this.#deploy(session, runId, services);
      } else monitor.nothingToDo(runId, session, session.units.map((unit) => this.#key(unit)));
      this.succeeded++;
    } catch (error) {
      simulation.note(`${runId} ends: ${error}`);
      if (error instanceof SessionRefused) {
        this.locking = this.locking === "stack" ? "service" : "stack";
      } else if (error instanceof Interrupted) {
        await this.#leftBehind(runId);
      } else if (!isExpected(error)) monitor.violate(`${runId} failed: ${(error as Error).stack}`);
    }
    monitor.ended(runId);
    const outcome = await session?.release();
    if (outcome) simulation.note(`${runId} ${outcome}`);
  }

  async #deploy(session: Session, runId: string, scope: string[] | "all"): Promise<void> {
    const { choices } = this.servers.simulation;
    const services = scope === "all" ? SERVICES : scope;
    const recovery = await this.#seal(session, runId, services);
    const batches = services.length > 1
      ? services
      : choices.pick(2)
      ? [...services, ...services]
      : services;
    for (const [batch, service] of batches.entries()) {
      await this.process.sleep(choices.pick(60) * 500);
      if (session.ending.aborted) return;
      await this.#commit(session, runId, service, recovery, batch === batches.length - 1);
    }
    const deployment = {
      id: runId,
      at: "",
      by: "",
      host: "",
      command: "",
      result: "succeeded" as const,
      changes: { create: 0, update: 0, replace: 0, delete: 0 },
      seconds: 0,
    };
    await session.finish({ deployment });
  }

  /**
   * Seals, planning again as often as the state changes; returns whether others had left something.
   */
  async #seal(session: Session, runId: string, services: string[]): Promise<boolean> {
    for (let attempt = 0;; attempt++) {
      const recovery = session.recovery.length > 0;
      if (recovery && session.document) {
        const unit = session.recovery[0]!.unit;
        await session.checkpoint(unit);
      }
      const intents = Object.fromEntries(services.map((service) => [
        this.#unit(service),
        [{ component: `${service}/${runId}`, action: "create" as const, resources: [] }],
      ]));
      await this.process.sleep(this.servers.simulation.choices.pick(20) * 1000);
      try {
        await session.seal(runId, intents);
        this.servers.monitor.sealed(runId);
        return recovery;
      } catch (error) {
        if (!(error instanceof PlanStale) || attempt === 3) throw error;
      }
    }
  }

  /** Reads what is recorded, adds one token, writes it back. */
  async #commit(
    session: Session,
    runId: string,
    service: string,
    recovery: boolean,
    last: boolean,
  ): Promise<void> {
    const { monitor } = this.servers;
    const unit = this.#unit(service);
    const id = `${service}/log`;
    const token = `${this.process.name}:${++this.#tokens}`;
    const old = session.document!.units[unit]?.components[id]?.spec.tokens as string[] ?? [];
    const checkpoint = last ? new TextEncoder().encode(`checkpoint with ${token}`) : undefined;
    if (recovery && last) monitor.recovering(runId);
    try {
      await session.commit({
        unit,
        components: { [id]: logWith([...old, token]) },
        checkpoint,
        recovered: recovery && last,
      });
      monitor.committed(runId, token);
    } catch (error) {
      if (!session.unsure) monitor.refused(runId, token);
      throw error;
    }
  }

  async #changeLocking(session: Session, runId: string): Promise<void> {
    if (session.recovery.length > 0) return;
    const next = this.locking === "stack" ? "service" : "stack";
    if (!session.document) return;
    await session.edit((document) => changeLocking(document!, next, {}));
    this.servers.simulation.note(`${runId} changed the locking to ${next}`);
    this.locking = next;
  }

  async #leftBehind(runId: string): Promise<void> {
    if (this.#client.unanswered || this.process.doubled) return;
    for (const { key, owner } of await this.servers.table.list("")) {
      if (owner === runId) {
        this.servers.monitor.violate(`${runId} was stopped and left ${key} locked`);
      }
    }
  }

  /** A person loses patience, and wants nothing to be left behind. */
  #ctrlC(): AbortSignal | undefined {
    const { choices, faults } = this.servers.simulation;
    if (!faults.human || choices.pick(6) < 5) return undefined;
    const controller = new AbortController();
    const after = choices.pick(100) * 100;
    this.process.sleep(after).then(() => controller.abort(new Interrupted("Ctrl-C")));
    return controller.signal;
  }

  #unit(service: string): string {
    return this.locking === "stack" ? "stack" : service;
  }

  #key(unit: string): string {
    return lockKey(ADDRESS, unit === "stack" ? undefined : unit);
  }
}

function logWith(tokens: string[]) {
  return {
    kind: "log",
    status: "ready" as const,
    spec: { tokens },
    files: {},
    rendered: "",
    outputs: {},
    dependsOn: [],
    resources: {},
    deployment: "",
  };
}

function isExpected(error: unknown): boolean {
  return [LeaseLost, Superseded, PlanStale, Locked, StoreUnavailable, UnknownOutcome]
    .some((kind) => error instanceof kind);
}
