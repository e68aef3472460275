import type { Wait } from "../lock/acquire.ts";
import type { Claimant, LockWorld } from "../lock/lease.ts";
import type { StateDocument } from "./document.ts";
import type { StackAddress } from "./paths.ts";
import type { Store } from "./store.ts";

export interface SessionWorld extends LockWorld {
  store: Store;
}

export interface SessionOptions {
  address: StackAddress;
  engine: StateDocument["engine"];
  /** What stack.yaml says. */
  locking: StateDocument["locking"];
  /** Where services are locked one by one: those to lock, or `"all"` (with the stack itself). Else left out. */
  services?: string[] | "all";
  /** Services to lock as well, whatever the locking: for changing it. */
  alsoServices?: string[];
  claimant: Claimant;
  wait: Wait;
  /** Of panka; recorded in the state. */
  version: string;
  /** For `state restore`: a state that can't be read is opened too, with `session.unreadable` set. */
  unreadable?: "open";
  /** Stops waiting, leaving nothing behind. Not heeded once the session is open. */
  signal?: AbortSignal;
}
