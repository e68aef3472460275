/** What is measured, in OpenTelemetry's words. docs/metrics.md lists them; changing a name breaks alarms. */
export interface Instrument {
  description: string;
  /** UCUM. */
  unit: string;
  /** Upper bounds of a histogram's buckets; a counter has none. */
  bounds?: readonly number[];
}

const QUICK = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const LONG = [0.1, 0.5, 1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600];

export const INSTRUMENTS = {
  "panka.lock.acquire.duration": {
    description: "From asking for the lock to having it, or to giving up",
    unit: "s",
    bounds: LONG,
  },
  "panka.lock.held.duration": {
    description: "How long a lock was held",
    unit: "s",
    bounds: LONG,
  },
  "panka.lock.heartbeats": { description: "Heartbeats that were answered", unit: "{heartbeat}" },
  "panka.lock.heartbeats.missed": {
    description: "Heartbeats that failed or were not answered",
    unit: "{heartbeat}",
  },
  "panka.lock.takeovers": {
    description: "Locks taken over from a holder that was dead",
    unit: "{takeover}",
  },
  "panka.lock.lost": { description: "Locks lost while they were held", unit: "{lock}" },
  "panka.lock.release.failures": {
    description: "Locks that could not be given back and end with their lease",
    unit: "{lock}",
  },
  "panka.state.commit.duration": {
    description: "One conditional write of state.json",
    unit: "s",
    bounds: QUICK,
  },
  "panka.state.preconditions.failed": {
    description: "Writes of state that were refused since someone else wrote first (412)",
    unit: "{write}",
  },
  "panka.backend.requests": {
    description: "Tries of requests to the backend",
    unit: "{request}",
  },
  "panka.backend.request.duration": {
    description: "One try of a request to the backend",
    unit: "s",
    bounds: QUICK,
  },
} as const satisfies Record<string, Instrument>;

export type InstrumentName = keyof typeof INSTRUMENTS;
