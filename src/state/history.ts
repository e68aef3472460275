import { decodeState, StateUnreadable } from "./codec.ts";
import type { StateDocument } from "./document.ts";
import { type StackAddress, stateKey } from "./paths.ts";
import type { Store, StoredObject, StoredVersion } from "./store.ts";

/** One version of a stack's state, with what the store knows of it. */
export interface RecordedState {
  document: StateDocument;
  etag: string;
  versionId: string;
  /** Milliseconds since 1970 UTC. */
  at: number;
}

/**
 * The newest state; undefined only when there certainly is none.
 *
 * @throws StateUnreadable, StoreUnavailable
 */
export async function readState(
  store: Store,
  address: StackAddress,
  signal?: AbortSignal,
): Promise<RecordedState | undefined> {
  return recorded(store, address, await store.get(stateKey(address), signal));
}

/** One version of the state; undefined when the store has no such version. */
export async function readStateVersion(
  store: Store,
  address: StackAddress,
  versionId: string,
  signal?: AbortSignal,
): Promise<RecordedState | undefined> {
  return recorded(store, address, await store.getVersion(stateKey(address), versionId, signal));
}

/**
 * The state as it was at a time; undefined when there was none yet.
 *
 * @param at milliseconds since 1970 UTC
 */
export async function readStateAt(
  store: Store,
  address: StackAddress,
  at: number,
  signal?: AbortSignal,
): Promise<RecordedState | undefined> {
  const versions = await store.versions(stateKey(address), signal);
  const version = versions.find(({ lastModified }) => lastModified <= at);
  return version && await readStateVersion(store, address, version.versionId, signal);
}

/** All versions of the state, newest first. */
export function stateVersions(
  store: Store,
  address: StackAddress,
  signal?: AbortSignal,
): Promise<StoredVersion[]> {
  return store.versions(stateKey(address), signal);
}

/**
 * The newest version that can be read, looking at no more than `limit`: where fences and a way back
 * are found when the newest is damaged. `skipped`: how many newer ones can't be read.
 */
export async function newestReadable(
  store: Store,
  address: StackAddress,
  limit = 20,
  signal?: AbortSignal,
): Promise<RecordedState & { skipped: number } | undefined> {
  const versions = await stateVersions(store, address, signal);
  for (const [skipped, { versionId }] of versions.slice(0, limit).entries()) {
    try {
      const state = await readStateVersion(store, address, versionId, signal);
      if (state) return { ...state, skipped };
    } catch (error) {
      if (!(error instanceof StateUnreadable)) throw error;
    }
  }
}

function recorded(
  store: Store,
  address: StackAddress,
  object: StoredObject | undefined,
): RecordedState | undefined {
  if (!object) return undefined;
  const document = decodeState(object.body, `${store.location}/${stateKey(address)}`);
  return { document, etag: object.etag, versionId: object.versionId, at: object.lastModified };
}
