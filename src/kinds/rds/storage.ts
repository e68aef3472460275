import { choice, type Infer, integer, object } from "../../schema/field.ts";

/** Sizes and rates: RDS User Guide, "Amazon RDS DB instance storage". */
export const storageField = object({
  type: choice(["gp3", "gp2", "io1", "io2", "aurora-iopt1"], {
    doc: "Kind of disk; Aurora has its own, aurora-iopt1 is its flat-rate one",
    default: "gp3",
  }),
  allocatedGB: integer({
    doc: "Size of the disk; it can grow, not shrink",
    unit: "GiB",
    min: 20,
    max: 65_536,
    default: 20,
    aliases: ["allocated", "sizeGB"],
  }),
  maxAllocatedGB: integer({
    doc: "Size up to which RDS grows the disk by itself; without it, it does not grow",
    unit: "GiB",
    min: 22,
    max: 65_536,
    aliases: ["maxAllocated"],
  }),
  iops: integer({
    doc: "Provisioned operations per second: io1, io2, and gp3 from 400 GiB on",
    min: 1,
    max: 256_000,
  }),
  throughputMBps: integer({
    doc: "Provisioned throughput: gp3 from 400 GiB on",
    unit: "MiB/s",
    min: 125,
    max: 4000,
  }),
}, { doc: "Disk; Aurora grows by itself and takes only the type", default: {} });

export type Storage = Infer<typeof storageField>;

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
