import type { LockItem, LockTable } from "../lock/table.ts";
import { isHeld } from "../lock/unlock.ts";
import { StateUnreadable } from "../state/codec.ts";
import type { DeploymentSummary, StateDocument } from "../state/document.ts";
import { readState } from "../state/history.ts";
import { lockedBy, STACK_UNIT, type StackAddress } from "../state/paths.ts";
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

/** How many ended runs are remembered. */
const REMEMBERED = 10;

/** Sees deployments come and go. A look costs one scan of the locks, and one read of each state with a lock. */
export class Monitor {
  /** Runs by their ids, with what they had locked. */
  #before = new Map<string, StackAddress>();
  #ended: Ended[] = [];

  constructor(private readonly place: { store: Store; table: LockTable }) {}

  /** @throws StoreUnavailable */
  async look(signal?: AbortSignal): Promise<Seen> {
    const locks = (await this.place.table.list("", signal)).filter(isHeld);
    const running = await Promise.all(locks.map((lock) => this.#running(lock, signal)));
    const now = new Map(
      running.flatMap(({ lock: { owner }, address }) =>
        owner !== undefined && address ? [[owner, address] as const] : []
      ),
    );
    const gone = [...this.#before].filter(([id]) => !now.has(id));
    const ended = await Promise.all(gone.map(async ([id, address]): Promise<Ended> => {
      const state = await this.#state(address, signal);
      const last = state?.deployments.find((deployment) => deployment.id === id);
      return { address, ...last && { last } };
    }));
    this.#before = now;
    this.#ended = [...ended, ...this.#ended].slice(0, REMEMBERED);
    return { running, ended: this.#ended };
  }

  async #running(lock: LockItem, signal?: AbortSignal): Promise<Running> {
    const locked = lockedBy(lock.key);
    if (!locked) return { lock };
    const state = await this.#state(locked.address, signal);
    const progress = state && progressOf(state, locked.service ?? STACK_UNIT, lock.owner);
    return { lock, ...locked, ...progress && { progress } };
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
