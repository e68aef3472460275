import { LEASE_TIMES, type LeaseTimes } from "../../src/lock/times.ts";

/** As in real life, only with fewer heartbeats and looks: more schedules in the same time. */
export const TIMES: LeaseTimes = {
  ...LEASE_TIMES,
  heartbeatMs: 20_000,
  pollMs: 12_000,
  endingMs: 15_000,
};
