import type {
  EngineEvent,
  Operation,
  ResourceChange,
  RunOptions,
  RunResult,
  Unit,
} from "../port.ts";
import type { Answers } from "../resolve.ts";
import { answersOf } from "./answers.ts";
import { type Checkpoint, printCheckpoint } from "./checkpoint.ts";
import type { Cloud } from "./cloud.ts";
import { type Fault, faultFor } from "./faults.ts";
import { Inventory } from "./inventory.ts";

/** What a run happens in. */
export interface Surroundings {
  cloud: Cloud;
  faults: readonly Fault[];
  /** Milliseconds of AWS's time that an operation takes. */
  timeOf(key: string, type: string, kind: "create" | "update" | "delete"): number;
  /** Milliseconds since the run began. */
  elapsed(): number;
  /** Waits for so many milliseconds of AWS's time; returns early when aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** A place where the process may die: rejects to say that it did. */
  at(point: string): Promise<void>;
}

/** What a step does to the cloud. Throws {@link Refusal} when AWS would refuse. */
export interface Step {
  key: string;
  type: string;
  physicalName?: string;
  operation: Exclude<Operation, "same" | "read">;
  /** What AWS is asked, one after the other: a replacement may be two. */
  kinds: readonly ("create" | "update" | "delete")[];
  /** Does the one of `kinds`. */
  effect(kind: "create" | "update" | "delete"): void;
}

/** AWS says no. */
export class Refusal extends Error {}

/** The state of one run: what is known, what was told, and how each step goes. */
export class Simulation {
  readonly known: Inventory;
  /** What the unit's expressions are worth now. */
  readonly answers: Answers;
  readonly changes: ResourceChange[] = [];
  readonly errors: RunResult["errors"] = [];
  /** What an interrupted run may have created or changed. */
  readonly begun: NonNullable<Unit["recover"]>;
  /** Whether all that is known is to be compared with the cloud first. */
  readonly refreshes: boolean;
  /** Set once everything was done. */
  complete = false;
  readonly #pending = new Map<string, Checkpoint["pending"][number]>();
  readonly #surroundings: Surroundings;
  readonly #options: RunOptions;
  /** Why the process died. */
  #death?: { cause: unknown };

  constructor(
    readonly unit: Unit,
    checkpoint: Checkpoint,
    surroundings: Surroundings,
    options: RunOptions,
  ) {
    this.#surroundings = surroundings;
    this.#options = options;
    this.begun = [...checkpoint.pending, ...unit.recover ?? []];
    this.refreshes = options.refresh ?? false;
    this.known = new Inventory(checkpoint);
    this.answers = answersOf(unit, this.known);
  }

  get cloud(): Cloud {
    return this.#surroundings.cloud;
  }

  /** Neither failed nor aborted. */
  mayStart(): boolean {
    return this.errors.length === 0 && !this.aborted();
  }

  /** Whether the component of a resource never becomes ready, and this run waits for it. */
  neverReady(key: string): boolean {
    return this.#options.healthMs !== undefined &&
      faultFor(this.#surroundings.faults, key, "health") !== undefined;
  }

  aborted(): boolean {
    const { signal, kill } = this.#options;
    return Boolean(signal?.aborted || kill?.aborted);
  }

  checkpoint(): Uint8Array {
    return printCheckpoint({
      version: 1,
      engine: "sandbox",
      resources: this.known.live,
      doomed: [...this.known.doomed],
      pending: [...this.#pending.values()],
    });
  }

  /** Tells of a resource that needs nothing. */
  same(key: string, resourceType: string): void {
    for (const status of ["started", "succeeded"] as const) {
      this.#tell({ type: "resource", status, key, resourceType, operation: "same" });
    }
  }

  /** Takes the time of a step and does it, unless it is to fail. Answers whether it was done. */
  async take(
    { key, type: resourceType, physicalName, operation, kinds, effect }: Step,
  ): Promise<boolean> {
    const about = { type: "resource", key, resourceType, operation } as const;
    this.#tell({ ...about, status: "started" });
    this.#pending.set(key, { key, type: resourceType, physicalName });
    this.#tell({ type: "checkpoint" });
    await this.#at(`${operation} ${key} begun`);
    try {
      for (const kind of kinds) await this.#ask(about, kind, effect);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (!this.#options.kill?.aborted) this.#pending.delete(key);
      this.fail(error.message, key);
      this.#tell({ ...about, status: "failed" });
      this.#tell({ type: "checkpoint" });
      return false;
    }
    this.#pending.delete(key);
    this.#tell({ ...about, status: "succeeded" });
    this.#tell({ type: "checkpoint" });
    await this.#at(`${operation} ${key} told`);
    return true;
  }

  fail(message: string, key: string): void {
    this.errors.push({ key, message });
    this.#tell({ type: "diagnostic", severity: "error", key, message });
  }

  async #ask(
    { key, resourceType, operation }: Pick<Step, "key" | "operation"> & { resourceType: string },
    kind: "create" | "update" | "delete",
    effect: Step["effect"],
  ): Promise<void> {
    const { faults, sleep, timeOf, cloud } = this.#surroundings;
    const { signal, kill } = this.#options;
    // To replace a resource is how some of a component's updates are done.
    const fault = faultFor(faults, key, kind) ??
      (operation === "replace" ? faultFor(faults, key, "update") : undefined);
    if (fault?.effect === "stall") {
      const given = [signal, kill].filter((s) => s !== undefined);
      await sleep(Infinity, AbortSignal.any(given));
      throw new Refusal(`the ${kind} was told to stall, and was given up`);
    }
    await sleep(timeOf(key, resourceType, kind), kill);
    if (kill?.aborted) throw new Refusal(`the ${kind} was stopped half way; it may have been done`);
    if (fault) throw new Refusal(`the ${fault.operation ?? kind} was told to fail`);
    this.#living();
    effect(kind);
    await cloud.save();
    await this.#at(`${kind} ${key} done`);
  }

  /** Once the process died, nothing that was in flight has an effect. */
  #living(): void {
    if (this.#death) throw this.#death.cause;
  }

  async #at(point: string): Promise<void> {
    this.#living();
    try {
      await this.#surroundings.at(point);
    } catch (error) {
      this.#death = { cause: error };
      throw error;
    }
    this.#living();
  }

  #tell(event: Untimed): void {
    if (!this.#death) this.#options.onEvent({ ...event, at: this.#surroundings.elapsed() });
  }
}

type Untimed = EngineEvent extends infer E ? E extends EngineEvent ? Omit<E, "at"> : never : never;
