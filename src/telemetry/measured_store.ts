import type { Clock } from "../ports/clock.ts";
import { PreconditionFailed, type Store, UnknownOutcome, WriteConflict } from "../state/store.ts";
import type { InstrumentName } from "./instruments.ts";
import type { Metrics } from "./metrics.ts";

/** The same store; how long writes of state take, and how they end, is measured. */
export function measureStore(store: Store, metrics: Metrics<InstrumentName>, clock: Clock): Store {
  return {
    location: store.location,
    get: (...args) => store.get(...args),
    getVersion: (...args) => store.getVersion(...args),
    versions: (...args) => store.versions(...args),
    list: (...args) => store.list(...args),
    async put(key, ...rest) {
      if (!key.endsWith("/state.json")) return await store.put(key, ...rest);
      const started = clock.monotonic();
      let outcome = "written";
      try {
        return await store.put(key, ...rest);
      } catch (error) {
        outcome = outcomeOf(error);
        if (outcome === "precondition-failed") metrics.add("panka.state.preconditions.failed", 1);
        throw error;
      } finally {
        const seconds = (clock.monotonic() - started) / 1000;
        metrics.record("panka.state.commit.duration", seconds, { outcome });
      }
    },
  };
}

function outcomeOf(error: unknown): string {
  if (error instanceof PreconditionFailed) return "precondition-failed";
  if (error instanceof WriteConflict) return "conflict";
  return error instanceof UnknownOutcome ? "unknown" : "unavailable";
}
