import type { LockEvent } from "../lock/events.ts";
import type { InstrumentName } from "./instruments.ts";
import type { Metrics } from "./metrics.ts";

/** Counts what happens to a lock. */
export function measureLock(metrics: Metrics<InstrumentName>, event: LockEvent): void {
  switch (event.type) {
    case "lock-acquired":
      metrics.record("panka.lock.acquire.duration", event.waitedMs / 1000, { outcome: "acquired" });
      break;
    case "lock-taken-over":
      metrics.add("panka.lock.takeovers", 1);
      metrics.record("panka.lock.acquire.duration", event.waitedMs / 1000, {
        outcome: "taken-over",
      });
      break;
    case "lock-heartbeat":
      metrics.add("panka.lock.heartbeats", 1);
      break;
    case "lock-heartbeat-missed":
      metrics.add("panka.lock.heartbeats.missed", 1);
      break;
    case "lock-lost":
      metrics.add("panka.lock.lost", 1, { reason: event.reason });
      break;
    case "lock-released":
      metrics.record("panka.lock.held.duration", event.heldMs / 1000);
      break;
    case "lock-release-failed":
      metrics.add("panka.lock.release.failures", 1);
      break;
  }
}
