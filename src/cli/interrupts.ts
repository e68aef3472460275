import { EXIT } from "./exit_code.ts";
import { Failure } from "./failure.ts";
import type { World } from "./world.ts";

/** Ctrl-C and SIGTERM: the first asks to stop, the second stops now. */
export class Interrupts {
  readonly #stop = new AbortController();
  readonly #kill = new AbortController();
  /** Gives Ctrl-C its usual meaning back. */
  readonly restore: () => void;

  constructor(world: World) {
    this.restore = world.onInterrupt(() =>
      (this.#stop.signal.aborted ? this.#kill : this.#stop).abort(
        new Failure({ code: "cancelled", summary: "cancelled" }, EXIT.cancelled),
      )
    );
  }

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  get kill(): AbortSignal {
    return this.#kill.signal;
  }
}
