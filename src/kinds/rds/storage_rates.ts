import type { Storage } from "./storage.ts";

/** A gp3 disk of this size is striped, and takes more than the rates that every one has. */
export const STRIPED_GB = 400;

export const BASE = { small: { iops: 3000, mbps: 125 }, striped: { iops: 12_000, mbps: 500 } };

/** What is sent to RDS: it refuses to be told the rates of a small gp3 disk. */
export function settableRates(storage: Storage): { iops?: number; storageThroughput?: number } {
  if (storage.type === "io1" || storage.type === "io2") return { iops: storage.iops };
  if (storage.type !== "gp3" || storage.allocatedGB < STRIPED_GB) return {};
  const { iops = 0, throughputMBps = 0 } = storage;
  // Said also where they are what every such disk has: unsaid, AWS would keep what was bought before.
  return {
    iops: Math.max(iops, BASE.striped.iops),
    storageThroughput: Math.max(throughputMBps, BASE.striped.mbps),
  };
}

export interface Rate {
  field: "iops" | "throughputMBps";
  value: number | undefined;
  base: "iops" | "mbps";
  max: number;
}
