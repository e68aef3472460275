import { acquireLocks, Locked } from "../lock/acquire.ts";
import type { Lease } from "../lock/lease.ts";
import type { InFlight, StateDocument } from "./document.ts";
import { newestReadable } from "./history.ts";
import { lockKey, STACK_UNIT } from "./paths.ts";
import { recordedServices } from "./sections.ts";
import { refuseMismatch, SessionRefused } from "./refusals.ts";
import { Session } from "./session.ts";
import type { SessionOptions, SessionWorld } from "./session_options.ts";
import { type Base, readBase } from "./writer.ts";

/**
 * Takes the locks, reads the state at the same time, and makes sure that what was read is the
 * newest.
 *
 * Two requests where the lock is free and the state is as its last holder left it.
 *
 * @throws Locked, SessionRefused, StateUnreadable, LeaseLost, StoreUnavailable, UnknownOutcome, the
 *   signal's reason
 */
export async function openSession(world: SessionWorld, options: SessionOptions): Promise<Session> {
  const { locking, services = [], wholeStack, anyLocking, address, claimant, wait, signal } =
    options;
  const inServices = locking === "service" || anyLocking;
  if (inServices && services.includes(STACK_UNIT)) {
    throw new SessionRefused(
      `A service named "${STACK_UNIT}" can't be locked by itself`,
      'Rename the service, or use "locking: stack"',
    );
  }
  const refused = new AbortController();
  const waiting = AbortSignal.any([refused.signal, ...signal ? [signal] : []]);
  let units = inServices ? services : [];
  if (locking === "stack" || wholeStack || anyLocking) units = [STACK_UNIT, ...units];
  for (;;) {
    const reading = settled(
      readBase(world.store, address).then((base) => {
        try {
          if (!base.unreadable) options.refuse?.(base.document);
        } catch (error) {
          refused.abort(error);
        }
        return base;
      }),
    );
    // Which locks there are to take may be known only from the state: finding out after waiting
    // would be waiting twice.
    const early = inServices ? await reading : undefined;
    if (early && "value" in early) units = widen(options, units, early.value.document) ?? units;
    const keys = new Map(
      units.map((unit) => [lockKey(address, unit === STACK_UNIT ? undefined : unit), unit]),
    );
    const held = await acquireLocks(world, claimant, [...keys.keys()], wait, waiting)
      .catch(async (error) => {
        // Who waits for nothing may be told that it is held before the state was read.
        if (error instanceof Locked) await reading;
        refused.signal.throwIfAborted();
        throw error;
      });
    const leases = new Map(held.map((lease) => [keys.get(lease.key)!, lease]));
    try {
      const base = isNewest(options, held, await reading) ?? await readState(world, options);
      if (base.document) refuseMismatch(base.document, options);
      const wider = widen(options, units, base.document);
      if (!wider) {
        return new Session(world, options, leases, await raiseFences(world, options, leases, base));
      }
      units = wider;
    } catch (error) {
      await giveBack(held);
      throw error;
    }
    await giveBack(held);
  }
}

/**
 * Without having written: the serial is only passed on where it was known and nobody died since.
 */
async function giveBack(leases: Lease[]): Promise<void> {
  for (const lease of leases.toReversed()) {
    await lease.release(lease.takenOver ? undefined : lease.lastSerial);
  }
}

/**
 * What was read while the lock was being taken, if the last holders can't have written after that.
 */
function isNewest(
  { locking, unreadable }: SessionOptions,
  leases: Lease[],
  outcome: { value: Awaited<ReturnType<typeof readBase>> } | { error: unknown },
): Base | undefined {
  if ("error" in outcome || (outcome.value.unreadable && !unreadable)) return undefined;
  const serial = outcome.value.document?.serial ?? 0;
  const isNewest = ({ takenOver, lastSerial }: Lease) =>
    !takenOver && lastSerial !== undefined &&
    (locking === "stack" ? lastSerial === serial : lastSerial <= serial);
  return leases.every(isNewest) ? outcome.value : undefined;
}

async function readState(world: SessionWorld, { address, unreadable }: SessionOptions) {
  const base = await readBase(world.store, address);
  if (base.unreadable && !unreadable) throw base.unreadable;
  return base;
}

/** The units to lock instead, if reading the state showed that these are too few. */
function widen(
  { locking, wholeStack, anyLocking, unitsOf }: SessionOptions,
  units: string[],
  document: StateDocument | undefined,
): string[] | undefined {
  const recorded = Object.keys(document?.units ?? {});
  const all = new Set([...units, ...unitsOf?.(document) ?? []]);
  if (anyLocking) recordedServices(document).forEach((service) => all.add(service));
  if (locking === "service") {
    if (wholeStack || anyLocking) recorded.forEach((unit) => all.add(unit));
    // Adding a service changes the stack itself.
    if ([...all].some((unit) => !recorded.includes(unit))) all.add(STACK_UNIT);
  }
  return all.size > units.length ? [...all] : undefined;
}

/**
 * Brings each fence above what the state has seen: the item may be a new one. If work of another
 * run is in flight then, its holder may be alive and can't be seen any more, so its lease has to
 * run out first.
 */
async function raiseFences(
  world: SessionWorld,
  options: SessionOptions,
  leases: Map<string, Lease>,
  base: Base,
): Promise<Base> {
  const { marginMs, leaseMs } = options.claimant.times;
  let waited = false;
  for (;;) {
    const known = base.document ?? (await fallback(world, options, base))?.document;
    let waitMs = 0;
    for (const [unit, lease] of leases) {
      const floor = options.anyLocking ? highest(known) : known?.units[unit]?.fence ?? 0;
      if (lease.fence > floor) continue;
      await lease.raise(floor);
      if (lease.takenOver || !isForeign(known?.units[unit]?.inFlight, options)) continue;
      waitMs = Math.max(waitMs, lease.quietSince + leaseMs + marginMs - world.clock.monotonic());
    }
    for (const lease of leases.values()) lease.check();
    if (waitMs <= 0 || waited) return base;
    options.claimant.onEvent({ type: "lock-settling", waitMs });
    await world.clock.sleep(waitMs, options.signal);
    waited = true;
    base = await readState(world, options);
  }
}

function isForeign(inFlight: InFlight | undefined, { claimant }: SessionOptions): boolean {
  return inFlight !== undefined && inFlight.owner !== claimant.runId;
}

function highest(document: StateDocument | undefined): number {
  return Math.max(0, ...Object.values(document?.units ?? {}).map((unit) => unit.fence));
}

/** Where the newest state can't be read, the newest that can. */
async function fallback({ store }: SessionWorld, { address }: SessionOptions, base: Base) {
  return base.etag === undefined ? undefined : await newestReadable(store, address);
}

/** A promise that never rejects, so that it may be awaited late. */
function settled<T>(promise: Promise<T>): Promise<{ value: T } | { error: unknown }> {
  return promise.then((value) => ({ value }), (error) => ({ error }));
}
