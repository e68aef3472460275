import { StateUnreadable } from "../state/codec.ts";
import {
  readState,
  readStateVersion,
  type RecordedState,
  stateVersions,
} from "../state/history.ts";
import type { StackAddress } from "../state/paths.ts";
import type { Store, StoredVersion } from "../state/store.ts";

/** A version of the state that a person named, and how it was understood. */
export interface FoundVersion extends RecordedState {
  /** "deployment 42", "serial 17", "version V". */
  means: string;
}

/**
 * Finds the version that is meant by `latest`, `previous`, a deployment's number (`42`, `#42`) or id, `serial:17`, or
 * the store's own id of a version. A deployment's version is the state as the deployment left it.
 *
 * Costs a listing and some ten reads, however many versions there are.
 *
 * @returns undefined when there is none
 */
export async function findVersion(
  store: Store,
  address: StackAddress,
  name: string,
): Promise<FoundVersion | undefined> {
  if (name === "latest") return meaning("the newest state", await readState(store, address));
  const versions = await stateVersions(store, address);
  const reader = new Reader(store, address, versions);
  if (name === "previous") return meaning("the state before the newest", await reader.read(1));
  const serial = /^serial:(\d+)$/.exec(name)?.[1];
  if (serial !== undefined) {
    const found = await reader.oldest((state) => state.document.serial >= Number(serial));
    return found?.document.serial === Number(serial)
      ? meaning(`serial ${serial}`, found)
      : undefined;
  }
  const number = /^#?([1-9]\d*)$/.exec(name)?.[1] ?? await numberOf(store, address, name);
  if (number !== undefined) {
    const found = await reader.oldest((state) => lastNumber(state) >= Number(number));
    const means = `deployment ${number}`;
    const deployment = found?.document.deployments.find((one) => one.number === Number(number));
    // Who came after one that was cut off wrote it down: it left what was there before that.
    const cutOff = deployment && deployment.seconds === undefined;
    const left = cutOff ? await reader.before(found!) : undefined;
    if (left) return meaning(means, left);
    if (found && lastNumber(found) === Number(number)) return meaning(means, found);
  }
  if (!versions.some(({ versionId }) => versionId === name)) return undefined;
  return meaning(`version ${name}`, await readStateVersion(store, address, name));
}

const meaning = (means: string, state: RecordedState | undefined) => state && { ...state, means };

const lastNumber = ({ document }: RecordedState) => document.deployments[0]?.number ?? 0;

async function numberOf(
  store: Store,
  address: StackAddress,
  id: string,
): Promise<number | undefined> {
  if (!/^[0-9A-HJKMNP-TV-Z]{26}$/.test(id)) return undefined;
  const state = await readState(store, address);
  return state?.document.deployments.find((deployment) => deployment.id === id)?.number;
}

/** Reads versions by their place, newest first, each once. */
class Reader {
  readonly #read = new Map<number, Promise<RecordedState | undefined>>();

  constructor(
    private readonly store: Store,
    private readonly address: StackAddress,
    private readonly versions: readonly StoredVersion[],
  ) {}

  /** Undefined when there is none at this place, or it can't be read. */
  read(place: number): Promise<RecordedState | undefined> {
    const version = this.versions[place];
    if (!version) return Promise.resolve(undefined);
    let state = this.#read.get(place);
    if (!state) {
      state = readStateVersion(this.store, this.address, version.versionId)
        .catch((error) => {
          if (error instanceof StateUnreadable) return undefined;
          throw error;
        });
      this.#read.set(place, state);
    }
    return state;
  }

  /** The one before it. */
  before({ versionId }: RecordedState): Promise<RecordedState | undefined> {
    return this.read(this.versions.findIndex((one) => one.versionId === versionId) + 1);
  }

  /** The oldest version that is so; what is so of one is so of all newer ones. */
  async oldest(is: (state: RecordedState) => boolean): Promise<RecordedState | undefined> {
    let found: RecordedState | undefined;
    let [low, high] = [0, this.versions.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      // A damaged one says nothing: the next older one that can be read decides.
      let place = middle;
      let state = await this.read(place);
      while (!state && place < high) state = await this.read(++place);
      if (state && is(state)) {
        found = state;
        low = place + 1;
      } else high = middle - 1;
    }
    return found;
  }
}
