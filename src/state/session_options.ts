import type { Wait } from "../lock/acquire.ts";
import type { Claimant, LockWorld } from "../lock/claimant.ts";
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
  /**
   * Services that the operation is about; where the stack is locked as a whole they need no lock of
   * their own.
   */
  services?: string[];
  /** The units that the operation is about, given the newest state; instead of `services`. */
  unitsOf?(document: StateDocument | undefined): readonly string[];
  /**
   * Where services are locked one by one: lock every recorded service and the stack itself as well.
   */
  wholeStack?: boolean;
  /** Take the stack's lock and all services' locks whatever the locking is: for changing it. */
  anyLocking?: boolean;
  /**
   * Asked of the state as it is read while the locks are being taken; throws where neither it nor
   * what may follow it is of use: then nobody waits for them.
   */
  refuse?(document: StateDocument | undefined): void;
  claimant: Claimant;
  wait: Wait;
  /** Of panka; recorded in the state. */
  version: string;
  /**
   * For `state restore`: a state that can't be read is opened too, with `session.unreadable` set.
   */
  unreadable?: "open";
  /** Stops waiting, leaving nothing behind. Not heeded once the session is open. */
  signal?: AbortSignal;
}
