import type { Clock, Random } from "../ports/clock.ts";
import { codeKey, type StackAddress } from "./paths.ts";
import {
  PreconditionFailed,
  type Store,
  StoreUnavailable,
  UnknownOutcome,
  WriteConflict,
} from "./store.ts";

/** sha256 (hex) of all code that is kept of a stack. One request. */
export async function listCode(store: Store, address: StackAddress): Promise<Set<string>> {
  const [prefix, end] = codeKey(address, "@").split("@") as [string, string];
  const keys = await store.list(prefix);
  return new Set(keys.map((key) => key.slice(prefix.length, -end.length)));
}

/** Keeps code under the hash of its content, so that writing it again is harmless. It is never deleted. */
export async function putCode(
  { store, clock, random }: { store: Store; clock: Clock; random: Random },
  address: StackAddress,
  sha256: string,
  body: Uint8Array,
): Promise<void> {
  for (let attempt = 0;; attempt++) {
    try {
      await store.put(codeKey(address, sha256), body, "absent");
      return;
    } catch (error) {
      if (error instanceof PreconditionFailed) return;
      const again = error instanceof UnknownOutcome || error instanceof WriteConflict ||
        error instanceof StoreUnavailable;
      if (!again || attempt >= 4) throw error;
      await clock.sleep(100 * 2 ** attempt * random.fraction());
    }
  }
}

/** Code that was kept; undefined where it was not. One request. */
export async function getCode(
  store: Store,
  address: StackAddress,
  sha256: string,
): Promise<Uint8Array | undefined> {
  return (await store.get(codeKey(address, sha256)))?.body;
}
