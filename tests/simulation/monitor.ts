import type { LockCondition, LockItem } from "../../src/lock/table.ts";
import { TIMES } from "./times.ts";
import { STACK_UNIT } from "../../src/state/paths.ts";
import type { Session } from "../../src/state/session.ts";
import type { StateDocument } from "../../src/state/document.ts";
import { openRuns, unlistedRuns } from "../../src/state/in_flight.ts";
import type { Process } from "./process.ts";
import type { Simulation } from "./simulation.ts";

interface Run {
  process: Process;
  session: Session;
  /** When its last seal arrived. */
  sealedAt?: number;
  /** A person took one of its locks away. */
  unlocked: boolean;
}

/** Sees everything, and says what must never be. */
export class Monitor {
  readonly violations: string[] = [];
  latest?: StateDocument;
  readonly #runs = new Map<string, Run>();
  /** Of all runs, also ended ones: their requests may arrive late. */
  readonly #fences = new Map<string, { [unit: string]: number }>();
  /** By lock key and rvn: when that rvn was first written, which is the last sign of life of who wrote it. */
  readonly #renewed = new Map<string, number>();
  /** By run and lock key: what had been written to the unit when the lock was taken. */
  readonly #taken = new Map<string, { serial: number; at: number }>();
  /** By unit: serial of the last version that changed it. */
  readonly #changed = new Map<string, number>();
  /** By unit: highest fence that was sealed, as the one who sealed it was told. */
  readonly #sealed = new Map<string, number>();
  /** By unit: its section in the latest version. */
  readonly #sections = new Map<string, string>();
  /** Runs whose seal was written. */
  readonly #landed = new Set<string>();
  readonly #recovering = new Set<string>();
  versions = 0;
  acknowledged = 0;

  constructor(private readonly simulation: Simulation) {}

  violate(what: string): void {
    this.violations.push(what);
    this.simulation.note(`VIOLATION: ${what}`);
  }

  opened(runId: string, process: Process, session: Session): void {
    this.#runs.set(runId, { process, session, unlocked: false });
    this.#fences.set(runId, session.fences);
  }

  ended(runId: string): void {
    this.#runs.delete(runId);
  }

  /** A lock item was changed. */
  locked(
    runId: string,
    before: LockItem | undefined,
    after: LockItem,
    condition: LockCondition,
  ): void {
    const { now } = this.simulation;
    const byHand = runId.startsWith("human");
    if (byHand && before?.owner !== undefined) {
      const run = this.#runs.get(before.owner);
      if (run) run.unlocked = true;
      if (condition.fence !== before.fence) {
        this.violate(`a person unlocked another lock than was shown`);
      }
    }
    if (before?.owner !== undefined && before.owner !== runId && !byHand) {
      if (after.owner === undefined) this.violate(`${runId} gave back the lock of ${before.owner}`);
      else this.#judgeTakeover(runId, before);
    }
    if (before && after.fence < before.fence) this.violate(`the fence went back to ${after.fence}`);
    if (after.owner !== undefined && after.owner !== before?.owner) {
      if (before && after.fence <= before.fence) {
        this.violate(`${runId} took a lock without a new fence`);
      }
      this.#taken.set(runId + after.key, {
        serial: this.#changed.get(unitOf(after.key)) ?? 0,
        at: now,
      });
    }
    // A copy of an old request that arrives late, even in a new table or after a release, is no sign of life.
    if (after.rvn !== undefined && !this.#renewed.has(after.key + after.rvn)) {
      this.#renewed.set(after.key + after.rvn, now);
    }
  }

  #judgeTakeover(runId: string, before: LockItem): void {
    const silent = this.simulation.now - (this.#renewed.get(before.key + before.rvn) ?? 0);
    if (silent < 0.97 * TIMES.leaseMs) this.violate(`${runId} took over after ${silent} ms`);
    const old = this.#runs.get(before.owner!);
    if (old?.process.alive && !old.process.odd && !old.unlocked && old.session.remainingMs() > 0) {
      this.violate(`${runId} and ${before.owner} both hold the lock`);
    }
  }

  /** A version of the state was written. */
  written(runId: string, body: Uint8Array): void {
    const next: StateDocument = JSON.parse(new TextDecoder().decode(body));
    const previous = this.latest;
    this.latest = next;
    this.versions++;
    if (next.serial !== (previous?.serial ?? 0) + 1) {
      this.violate(`${runId} wrote serial ${next.serial} after ${previous?.serial ?? 0}`);
    }
    const kept = new Set(tokens(next));
    for (const token of previous ? tokens(previous) : []) {
      if (!kept.has(token)) this.violate(`${runId} lost update ${token}`);
    }
    const ids = new Set(next.deployments.map(({ id }) => id));
    for (const { id } of previous?.deployments ?? []) {
      if (!ids.has(id)) this.violate(`${runId} lost deployment ${id}`);
    }
    const open = new Set(openRuns(next).map(({ deployment }) => deployment));
    for (const { id } of previous ? unlistedRuns(previous) : []) {
      if (!ids.has(id) && !open.has(id)) this.violate(`${runId} left nothing to tell of run ${id}`);
    }
    const numbers = next.deployments.map(({ number }) => number);
    if (numbers.some((number, i) => number !== numbers.length - i)) {
      this.violate(`${runId} numbered the deployments ${numbers}`);
    }
    for (const [unit, section] of Object.entries(next.units)) {
      const old = previous?.units[unit];
      const text = JSON.stringify(section);
      if (this.#sections.get(unit) === text) continue;
      this.#sections.set(unit, text);
      this.#changed.set(unit, next.serial);
      const floor = Math.max(old?.fence ?? 0, this.#sealed.get(unit) ?? 0);
      const fence = this.#fences.get(runId)?.[unit] ?? 0;
      if (fence < floor) {
        this.violate(`${runId} wrote "${unit}" with fence ${fence} below ${floor}`);
      }
      const finished = this.#runs.get(old?.inFlight?.owner ?? "");
      if (finished && section.inFlight?.owner !== old?.inFlight?.owner) {
        finished.sealedAt = undefined;
      }
      const sealing = section.inFlight?.owner === runId && old?.inFlight?.owner !== runId;
      if (!sealing) continue;
      this.#landed.add(runId);
      this.#judgeSeal(runId, unit);
    }
    if (!this.#recovering.has(runId)) {
      const left = new Set(intents(next));
      for (const intent of previous ? intents(previous) : []) {
        if (!left.has(intent) && !intent.endsWith(runId)) {
          this.violate(`${runId} forgot what ${intent} left`);
        }
      }
    }
  }

  /**
   * Two may hold a lock only after the table was lost; work that was sealed before must have ended
   * by then.
   */
  #judgeSeal(runId: string, unit: string): void {
    const mine = this.#runs.get(runId);
    if (!mine) return;
    mine.sealedAt = this.simulation.now;
    const taken = Math.max(...mine.session.units.map((name) => this.#takenAt(runId, name)));
    for (const [other, run] of this.#runs) {
      if (other === runId || run.sealedAt === undefined || run.sealedAt > taken || run.unlocked) {
        continue;
      }
      if (!run.process.alive || run.process.odd || !run.session.units.includes(unit)) continue;
      if (run.session.remainingMs() > 0) {
        this.violate(`${runId} sealed "${unit}" while ${other} is at work`);
      }
    }
  }

  #takenAt(runId: string, unit: string): number {
    for (const [key, { at }] of this.#taken) {
      if (key.startsWith(runId) && unitOf(key) === unit) return at;
    }
    return 0;
  }

  /** A run was told that its work is recorded as in flight. */
  sealed(runId: string): void {
    if (!this.#landed.has(runId)) this.violate(`${runId} was told that it sealed, and it did not`);
    for (const [unit, fence] of Object.entries(this.#fences.get(runId)!)) {
      this.#sealed.set(unit, Math.max(fence, this.#sealed.get(unit) ?? 0));
    }
  }

  /** A run said that it looks for what others left. */
  recovering(runId: string): void {
    this.#recovering.add(runId);
  }

  /** A run was told that its update is recorded. */
  committed(runId: string, token: string): void {
    this.acknowledged++;
    if (!this.latest || !tokens(this.latest).includes(token)) {
      this.violate(`${runId} was told that ${token} is recorded, and it is not`);
    }
  }

  /** A run was told that its update is certainly not recorded. */
  refused(runId: string, token: string): void {
    if (this.latest && tokens(this.latest).includes(token)) {
      this.violate(`${runId} was told that ${token} is not recorded, and it is`);
    }
  }

  /** A run said "nothing to do" of this state. */
  nothingToDo(runId: string, session: Session, keys: string[]): void {
    if (session.recovery.length > 0) return;
    const serial = session.document?.serial ?? 0;
    for (const key of keys) {
      const written = this.#taken.get(runId + key)?.serial ?? 0;
      if (serial < written) {
        this.violate(
          `${runId} said "nothing to do" of serial ${serial}, ${written} was written before its lock`,
        );
      }
    }
  }

  lostLock(runId: string, reason: string, item: LockItem | undefined): void {
    if (
      reason === "taken" && item?.owner === runId &&
      item.fence === this.#runs.get(runId)?.session.fences[unitOf(item.key)]
    ) {
      this.violate(`${runId} was told that its lock was taken, and it holds it`);
    }
  }
}

/** What was recorded by read-modify-write. */
export function tokens(document: StateDocument): string[] {
  return Object.values(document.units).flatMap(({ components }) =>
    Object.values(components).flatMap(({ spec }) => spec.tokens as string[])
  );
}

/** Who left something in flight. */
function intents(document: StateDocument): string[] {
  return Object.values(document.units).flatMap(({ inFlight }) =>
    [...inFlight?.intents ?? [], ...inFlight?.inherited ?? []].map(({ component }) => component)
  );
}

function unitOf(key: string): string {
  return /:service:(.*)$/.exec(key)?.[1] ?? STACK_UNIT;
}
