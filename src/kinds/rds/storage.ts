import { choice, integer, object } from "../../schema/field.ts";

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

export interface Storage {
  type: "gp3" | "gp2" | "io1" | "io2" | "aurora-iopt1";
  allocatedGB: number;
  maxAllocatedGB?: number;
  iops?: number;
  throughputMBps?: number;
}
