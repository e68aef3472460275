import type { Lease } from "../lock/lease.ts";
import { appendAudit, type AuditEntry, type AuditRecord } from "./audit.ts";
import { type CheckpointReference, readCheckpoint, writeCheckpoint } from "./checkpoints.ts";
import { sha256, type StateUnreadable } from "./codec.ts";
import type { Batch, Ending } from "./batch.ts";
import type { InFlight, Intent, StateDocument } from "./document.ts";
import type { SessionOptions, SessionWorld } from "./session_options.ts";
import { checkpointKey } from "./paths.ts";
import { PlanStale, refuseMismatch, Superseded } from "./refusals.ts";
import {
  fenced,
  sealed,
  untouchedOutputs,
  withBatch,
  withCutOff,
  withDeployment,
} from "./sections.ts";
import { type Base, type Change, Overwritten, StateWriter } from "./writer.ts";

/**
 * Locks and state of one run, from {@link openSession} to {@link Session.release}:
 *
 * ```ts
 * const session = await openSession(world, { address, engine, locking, claimant, wait, version });
 * try {
 *   plan(session.document, session.recovery); // nothing to do? just release
 *   await session.seal(deployment, { stack: intents }); // PlanStale: plan again
 *   await session.commit({ unit: "stack", components, checkpoint }); // as work finishes
 *   await session.finish({ deployment });
 *   await session.audit(entry);
 * } finally {
 *   await session.release(); // "released" | "lost" | "failed", never throws
 * }
 * ```
 *
 * Every method that writes throws LeaseLost or Superseded when the lock is gone: then nothing more
 * can be written, and `release()` is all that is left to do. StoreUnavailable: certainly not
 * written. UnknownOutcome: could not be found out.
 */
export class Session {
  readonly #writer: StateWriter;
  readonly #units: string[];
  #sealed = false;
  #certain = true;
  #wrote = false;
  /** Unit → what was written last. */
  readonly #checkpoints = new Map<string, CheckpointReference>();
  /** Stop starting things and stop the engine: the lock is about to end, or has ended. */
  readonly ending: AbortSignal;
  /** Nothing can be written any more. */
  readonly lost: AbortSignal;

  /** @ignore Use {@link openSession}. */
  constructor(
    private readonly world: SessionWorld,
    private readonly options: SessionOptions,
    private readonly leases: Map<string, Lease>,
    base: Base,
  ) {
    this.#writer = new StateWriter(world, options.address, base, options.version);
    this.#units = [...leases.keys()];
    const all = [...leases.values()];
    this.ending = all.length === 1
      ? all[0]!.ending
      : AbortSignal.any(all.map(({ ending }) => ending));
    this.lost = all.length === 1 ? all[0]!.lost : AbortSignal.any(all.map(({ lost }) => lost));
    this.unreadable = base.unreadable;
  }

  /**
   * Why the newest state can't be used; only with `unreadable: "open"`. Then `edit()` mends it.
   */
  readonly unreadable: StateUnreadable | undefined;

  /**
   * The newest state that this session read or wrote; undefined before the first deployment. Never
   * change it.
   */
  get document(): StateDocument | undefined {
    return this.#writer.base.document;
  }

  /** After a write has thrown: whether it may have happened all the same. */
  get unsure(): boolean {
    return this.#writer.unsure;
  }

  /** Units that are locked. */
  get units(): readonly string[] {
    return this.#units;
  }

  /** The fence of each unit. */
  get fences(): { [unit: string]: number } {
    return Object.fromEntries(this.#units.map((unit) => [unit, this.leases.get(unit)!.fence]));
  }

  /**
   * What other runs left in flight in the units that are locked: it may be half done. Empty once
   * sealed.
   */
  get recovery(): { unit: string; inFlight: InFlight }[] {
    return this.#units.flatMap((unit) => {
      const inFlight = this.document?.units[unit]?.inFlight;
      return inFlight && inFlight.owner !== this.options.claimant.runId ? [{ unit, inFlight }] : [];
    });
  }

  /** Milliseconds until the first lease is over if no heartbeat is answered any more. */
  remainingMs(): number {
    return Math.min(...[...this.leases.values()].map((lease) => lease.remainingMs()));
  }

  /**
   * The engine's checkpoint of a unit, as the state names it; undefined when it has none. One
   * request.
   *
   * @throws StateUnreadable when it is missing or its content is not what was written
   */
  async checkpoint(unit: string): Promise<Uint8Array | undefined> {
    const reference = this.document?.units[unit]?.checkpoint;
    return reference && await readCheckpoint(this.world.store, unit, reference);
  }

  /**
   * Records what is about to be done, before the engine starts: from here on every late writer is
   * fenced off.
   *
   * @param reads other units whose outputs the plan was made from (default: all); what is sealed
   *   already goes on whatever has become of them
   * @throws PlanStale: `document` is fresh, plan again; Superseded, LeaseLost: stop
   */
  async seal(
    deployment: string,
    intents: { [unit: string]: Intent[] },
    reads: string[] | "all" = "all",
  ): Promise<void> {
    const { runId: owner, holder: { pid: _, ...holder } } = this.options.claimant;
    const started = new Date(this.world.clock.wall()).toISOString();
    const planned = this.document;
    const note = { deployment, owner, ...holder, started };
    await this.#write(
      (document) => sealed(document ?? this.#empty(), this.fences, intents, note),
      (theirs) => this.#sealed || untouchedOutputs(planned, theirs, reads),
    );
    this.#sealed = true;
  }

  /**
   * Records what has become true, in several units at once or not at all. Checkpoints go first:
   * `state.json` names the versions that they got.
   */
  async commit(...batches: Batch[]): Promise<void> {
    this.#mustBeSealed();
    const checkpoints = await Promise.all(
      batches.map(({ unit, checkpoint }) => checkpoint && this.putCheckpoint(unit, checkpoint)),
    );
    await this.#write((document) =>
      batches.reduce(
        (before, batch, i) => withBatch(before, this.fences, batch, checkpoints[i]),
        document ?? this.#empty(),
      )
    );
  }

  /** The last write of a deployment. Returns its number. */
  async finish({ deployment, outputs = {}, batch, interrupted = false }: Ending): Promise<number> {
    this.#mustBeSealed();
    const checkpoint = batch?.checkpoint &&
      await this.putCheckpoint(batch.unit, batch.checkpoint);
    await this.#write((document) => {
      const current = document ?? this.#empty();
      const committed = batch ? withBatch(current, this.fences, batch, checkpoint) : current;
      return withDeployment(committed, this.#units, deployment, outputs, interrupted);
    });
    return this.document!.deployments.find(({ id }) => id === deployment.id)!.number;
  }

  /**
   * Writes a checkpoint for the next write to name: until then it is nothing. One request, or none where this session
   * wrote the same one last.
   */
  async putCheckpoint(unit: string, checkpoint: Uint8Array): Promise<CheckpointReference> {
    const last = this.#checkpoints.get(unit);
    if (last?.sha256 === sha256(checkpoint)) return last;
    const key = checkpointKey(this.options.address, unit);
    const check = () => this.leases.forEach((lease) => lease.check());
    const written = await writeCheckpoint(this.world, key, checkpoint, check);
    this.#checkpoints.set(unit, written);
    return written;
  }

  /**
   * Writes what an edit makes of the state (`state rm`, `mv`, `push`, `restore`, `locking`), with
   * the fences of this session in every unit that is locked. `edit` may be asked again if others
   * wrote meanwhile.
   */
  async edit(edit: Change): Promise<void> {
    await this.#write((document) => fenced(document, edit(document), this.fences));
  }

  /** Appends one audit record. One request. */
  audit(entry: AuditEntry): Promise<AuditRecord> {
    return appendAudit(this.world, this.options.address, entry);
  }

  /** Gives all locks back; never throws. The worst outcome counts. */
  async release(): Promise<"released" | "lost" | "failed"> {
    const { document, etag } = this.#writer.base;
    const known = document?.serial ?? (etag === undefined ? 0 : undefined);
    const serial = (lease: Lease) => {
      // A holder before us that we know nothing of can still write, unless we wrote: then its ETag
      // is an old one.
      const unbroken = lease.lastSerial !== undefined && !lease.takenOver;
      return this.#certain && (this.#wrote || unbroken) ? known : undefined;
    };
    const outcomes: string[] = [];
    for (const lease of [...this.leases.values()].reverse()) {
      outcomes.push(await lease.release(serial(lease)));
    }
    return (["failed", "lost"] as const).find((outcome) => outcomes.includes(outcome)) ??
      "released";
  }

  async #write(change: Change, acceptable = (_theirs: StateDocument) => true): Promise<void> {
    const check = () => this.leases.forEach((lease) => lease.check());
    const rebase = (theirs: StateDocument) => {
      refuseMismatch(theirs, this.options);
      return acceptable(theirs);
    };
    // Until it is known how the write ended, the next holder must not believe in the serial that we
    // know.
    this.#certain = false;
    try {
      await this.#writer.write(
        (document) => withCutOff(document, change(document)),
        this.#units,
        check,
        rebase,
      );
    } catch (error) {
      if (!(error instanceof Overwritten)) throw error;
      await this.#adopt(error.current);
    }
    this.#certain = true;
    this.#wrote = true;
  }

  /**
   * Someone wrote what is ours. Before our seal that may be a late one, whose fence is below ours:
   * plan again. But where the table was lost, a low fence may also be the new holder's and the late
   * one be us, so the table is asked.
   */
  async #adopt(current: Base): Promise<never> {
    const late = this.#units.every((unit) =>
      (current.document?.units[unit]?.fence ?? 0) < this.leases.get(unit)!.fence
    );
    if (current.unreadable) throw current.unreadable;
    if (!current.document) throw new Superseded("The state was taken away by someone else");
    if (this.#sealed || !late) {
      throw new Superseded("Another run with a newer lock has written this state; this one stops");
    }
    refuseMismatch(current.document, this.options);
    for (const lease of this.leases.values()) await lease.verify();
    this.#writer.base = current;
    this.#certain = true;
    throw new PlanStale("the state changed after the plan was made");
  }

  #mustBeSealed(): void {
    if (!this.#sealed) throw new TypeError("Seal the state before recording work in it");
  }

  #empty(): StateDocument {
    const { address: { tenant, stack, environment }, engine, locking } = this.options;
    return {
      formatVersion: 1,
      ...(tenant !== undefined && { tenant }),
      stack,
      environment,
      engine,
      locking,
      serial: 0,
      writeId: "",
      units: {},
      outputs: {},
      deployments: [],
      checksum: "",
    };
  }
}
