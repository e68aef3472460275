import type { Engine } from "../../src/engine/port.ts";
import type { CloudResource } from "../../src/engine/sandbox/cloud.ts";
import { createSandboxEngine, type SandboxEngine } from "../../src/engine/sandbox/engine.ts";
import type { Fault } from "../../src/engine/sandbox/faults.ts";
import { MemoryCloud } from "../../src/engine/sandbox/memory_cloud.ts";
import { MemoryTable } from "../../src/lock/memory_table.ts";
import { LEASE_TIMES } from "../../src/lock/times.ts";
import { deploy, type Deployed, type Deployment } from "../../src/operations/deploy.ts";
import type { CodeArchive } from "../../src/operations/kept_code.ts";
import type { RunEvent } from "../../src/operations/events.ts";
import { unitsFor } from "../../src/operations/units.ts";
import type { Stack } from "../../src/stack/model.ts";
import type { StateDocument } from "../../src/state/document.ts";
import { readState } from "../../src/state/history.ts";
import { MemoryStore } from "../../src/state/memory_store.ts";
import { openSession } from "../../src/state/open_session.ts";
import { lockKey } from "../../src/state/paths.ts";
import { seededRandom, SteppedClock } from "../state/session_world.ts";

export const ADDRESS = { tenant: "acme", stack: "shop", environment: "dev" };

const WELL = { status: "healthy", message: "" } as const;
const SICK = { status: "unhealthy", message: "it was told to be unhealthy" } as const;

/** The process is gone. */
export class Died extends Error {}

/** Counts the places where a process may die, and lets it die at one. */
export class Fate {
  points = 0;
  dead = false;

  constructor(private readonly at = Infinity) {}

  /** One place; throws when it is the one, and for ever after. */
  meet(): void {
    if (!this.dead && this.points++ === this.at) this.dead = true;
    if (this.dead) throw new Died("the process died");
  }

  /** A port that may die before and after each call. */
  guard<T extends object>(port: T): T {
    return new Proxy(port, {
      get: (target, name) => {
        const member = Reflect.get(target, name);
        if (typeof member !== "function") return member;
        return async (...parameters: unknown[]) => {
          this.meet();
          const answer = await member.apply(target, parameters);
          this.meet();
          return answer;
        };
      },
    });
  }
}

export interface Trial {
  faults?: readonly Fault[];
  rollback?: boolean;
  fate?: Fate;
  /** Changes to the deployment. */
  with?: Partial<Deployment>;
}

/** One account, one store, one table, and as many deployments as a test wants. */
export class DeployWorld {
  readonly clock = new SteppedClock();
  readonly store = new MemoryStore(() => this.clock.now);
  readonly table = new MemoryTable();
  readonly cloud = new MemoryCloud();
  /** Hashes of code that is kept. */
  readonly code = new Set<string>();
  readonly #archive: CodeArchive = {
    list: () => Promise.resolve(this.code),
    keep: ({ sha256 }) => Promise.resolve(void this.code.add(sha256)),
    bring: (sha256) => Promise.resolve(this.code.has(sha256) ? `kept/${sha256}` : undefined),
  };
  /** Everything that was told and written in any run. */
  readonly events: RunEvent[] = [];
  /** Of the last run. */
  enginesStarted = 0;
  #runs = 0;
  #run = "";

  engine(trial: Trial = {}): SandboxEngine {
    return createSandboxEngine({
      file: this.cloud,
      clock: this.clock,
      timeScale: 0,
      faults: trial.faults,
      // deno-lint-ignore require-await -- a throw has to become a rejection
      at: trial.fate && (async () => trial.fate!.meet()),
    });
  }

  /** One run of panka: opens, deploys, releases. Time passes as it needs. */
  deploy(stack: Stack, trial: Trial = {}): Promise<Deployed> {
    return this.clock.until(this.#deploy(stack, trial), 5_000);
  }

  async #deploy(stack: Stack, trial: Trial): Promise<Deployed> {
    const id = this.#run = `run-${String(++this.#runs).padStart(4, "0")}`;
    const { fate } = trial;
    const world = {
      store: fate ? fate.guard(this.store) : this.store,
      table: fate ? fate.guard(this.table) : this.table,
      clock: this.clock,
      random: seededRandom(this.#runs * 7919 + 1),
    };
    const engine = this.engine(trial);
    this.enginesStarted = 0;
    const counted: Engine = {
      ...engine,
      apply: (...parameters) => {
        this.enginesStarted++;
        return engine.apply(...parameters);
      },
    };
    const scope = trial.with?.scope ?? (() => undefined);
    const session = await openSession(world, {
      address: ADDRESS,
      engine: "sandbox",
      locking: stack.locking,
      unitsOf: (document) => unitsFor(stack, document, scope(document)),
      claimant: {
        runId: id,
        holder: { user: "ann", host: "laptop", pid: 1, command: "panka apply" },
        times: LEASE_TIMES,
        onEvent: () => {},
      },
      wait: "until-known",
      version: "0.1.0",
    });
    try {
      return await deploy({
        stack,
        scope,
        session,
        engine: counted,
        author: { by: "ann", host: "laptop", command: "panka apply" },
        deployment: id,
        rollback: trial.rollback ?? true,
        code: fate ? fate.guard(this.#archive) : this.#archive,
        health: {
          health: { probe: ({ id }) => Promise.resolve(engine.failsHealth(id) ? SICK : WELL) },
          clock: this.clock,
          timeoutMs: 1000,
          pollMs: 0,
        },
        approve: () => Promise.resolve(true),
        onEvent: (event) => this.events.push(event),
        clock: this.clock,
        elapsed: () => 0,
        now: () => "2026-01-01T00:00:00Z",
        parallelism: 3,
        signal: new AbortController().signal,
        kill: new AbortController().signal,
        ...trial.with,
      });
    } finally {
      await session.release();
    }
  }

  async state(): Promise<StateDocument | undefined> {
    return (await readState(this.store, ADDRESS))?.document;
  }

  /** A lock that the last run still holds. One that died holds those that nobody wants for ever. */
  async lockHeld(): Promise<string | undefined> {
    const items = await this.table.list(lockKey(ADDRESS));
    return items.find(({ owner }) => owner === this.#run)?.key;
  }

  resources(): Promise<CloudResource[]> {
    return this.engine().resources();
  }

  /** Component → what the cloud has of it, the same for clouds that differ in ids alone. */
  async picture(): Promise<Map<string, string>> {
    return pictureOf(await this.resources());
  }
}

/** What a stack looks like when it is made in an empty account. */
export async function desiredPicture(stack: Stack): Promise<Map<string, string>> {
  const world = new DeployWorld();
  await world.deploy(stack);
  return await world.picture();
}

/** Resources by the component (or the sharing service) that their key begins with; ids that AWS chose stand as who has them. */
export function pictureOf(resources: readonly CloudResource[]): Map<string, string> {
  const tokens = new Map<string, string>();
  const chosen = new Set(resources.map(({ physicalName }) => physicalName));
  for (const { type, key, id, attributes, properties } of resources) {
    for (const [name, value] of Object.entries({ ...attributes, id })) {
      if (typeof value !== "string" || value.length < 8 || properties[name] === value) continue;
      const token = `<${type} ${key} ${name === "id" ? "name" : name}>`;
      const known = tokens.get(value);
      if (!chosen.has(value) && (known === undefined || token < known)) tokens.set(value, token);
    }
  }
  const replace = (value: unknown): unknown => {
    if (typeof value === "string") return tokens.get(value) ?? inside(value);
    if (Array.isArray(value)) return value.map(replace);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1).map(([k, v]) => [k, replace(v)]),
    );
  };
  const longest = [...tokens].sort(([a], [b]) => b.length - a.length);
  const inside = (text: string) => {
    for (const [id, token] of longest) {
      if (text.length > id.length && text.includes(id)) text = text.replaceAll(id, token);
    }
    return text;
  };
  const lines = new Map<string, string[]>();
  for (const { type, key, physicalName, properties } of resources) {
    const owner = key.split("/", 2).join("/");
    const line = `${type} ${key} ${physicalName ?? ""} ${JSON.stringify(replace(properties))}`;
    lines.set(owner, [...lines.get(owner) ?? [], line]);
  }
  return new Map(
    [...lines].sort(([a], [b]) => a < b ? -1 : 1).map(([id, own]) => [id, own.sort().join("\n")]),
  );
}

/** Components whose pictures differ. */
export function differing(a: Map<string, string>, b: Map<string, string>): string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((id) => a.get(id) !== b.get(id)).sort();
}

/** Throws with the lines that differ. */
export function assertSame(now: Map<string, string>, wanted: Map<string, string>, when: string) {
  const ids = differing(now, wanted);
  if (ids.length === 0) return;
  const lines = (picture: Map<string, string>, other: Map<string, string>, sign: string) =>
    ids.flatMap((id) => {
      const known = new Set(other.get(id)?.split("\n"));
      return (picture.get(id)?.split("\n") ?? []).filter((line) => !known.has(line))
        .map((line) => `${sign} ${line}`);
    });
  const all = [...lines(now, wanted, "is"), ...lines(wanted, now, "should be")];
  throw new Error(`${when}: ${ids} differ\n${all.join("\n")}`);
}
