import type { LockItem, LockTable } from "../lock/table.ts";
import { isHeld } from "../lock/unlock.ts";
import { StateUnreadable } from "../state/codec.ts";
import type { DeploymentSummary, StateDocument } from "../state/document.ts";
import { readState } from "../state/history.ts";
import { lockedBy, STACK_UNIT, type StackAddress, stateKey } from "../state/paths.ts";
import type { Store } from "../state/store.ts";

/** A lock that is held, and how far its run has got. */
export interface Running {
  lock: LockItem;
  /** Absent where the key is not of panka's. */
  address?: StackAddress;
  service?: string;
  /** Components: all that it set out to change, and those that are done. Absent until it begins. */
  progress?: { done: number; planned: number };
}

/** A run that was seen, and holds its lock no more. */
export interface Ended {
  address: StackAddress;
  /** What is recorded of it; absent where nothing is. */
  last?: DeploymentSummary;
}

export interface Seen {
  running: Running[];
  /** Newest first. */
  ended: Ended[];
}

/** A stack with a lock, and the deployment that was its newest when the lock was first seen. */
interface Watched {
  address: StackAddress;
  newest?: string;
}

/** How many ended runs are remembered. */
const REMEMBERED = 10;

/** Sees deployments come and go. A look costs one scan of the locks, and one read of each state with a lock. */
export class Monitor {
  #before = new Map<string, Watched>();
  #ended: Ended[] = [];

  constructor(private readonly place: { store: Store; table: LockTable }) {}

  /** @throws StoreUnavailable */
  async look(signal?: AbortSignal): Promise<Seen> {
    const locks = (await this.place.table.list("", signal)).filter(isHeld);
    const looked = await Promise.all(locks.map((lock) => this.#running(lock, signal)));
    const now = new Map<string, Watched>();
    for (const { running: { address }, newest } of looked) {
      if (!address) continue;
      const key = stateKey(address);
      now.set(key, this.#before.get(key) ?? { address, ...newest && { newest } });
    }
    const gone = [...this.#before].filter(([key]) => !now.has(key));
    const ended = await Promise.all(gone.map(async ([, { address, newest }]): Promise<Ended> => {
      const last = (await this.#state(address, signal))?.deployments[0];
      return { address, ...last && last.id !== newest && { last } };
    }));
    this.#before = now;
    this.#ended = [...ended, ...this.#ended].slice(0, REMEMBERED);
    return { running: looked.map(({ running }) => running), ended: this.#ended };
  }

  async #running(
    lock: LockItem,
    signal?: AbortSignal,
  ): Promise<{ running: Running; newest?: string }> {
    const locked = lockedBy(lock.key);
    if (!locked) return { running: { lock } };
    const state = await this.#state(locked.address, signal);
    const progress = state && progressOf(state, locked.service ?? STACK_UNIT, lock.owner);
    const newest = state?.deployments[0]?.id;
    return {
      running: { lock, ...locked, ...progress && { progress } },
      ...newest !== undefined && { newest },
    };
  }

  async #state(address: StackAddress, signal?: AbortSignal): Promise<StateDocument | undefined> {
    try {
      return (await readState(this.place.store, address, signal))?.document;
    } catch (error) {
      if (error instanceof StateUnreadable) return undefined;
      throw error;
    }
  }
}

function progressOf({ units }: StateDocument, unit: string, owner: string | undefined) {
  const { inFlight, components = {} } = units[unit] ?? {};
  if (!inFlight || inFlight.owner !== owner) return undefined;
  const done = inFlight.intents.filter(({ component, action }) => {
    const recorded = components[component];
    if (action === "delete") return recorded === undefined;
    return recorded?.deployment === inFlight.deployment && recorded.status === "ready";
  });
  return { done: done.length, planned: inFlight.intents.length };
}
