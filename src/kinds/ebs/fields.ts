import { boolean, choice, type InferFields, integer, text } from "../../schema/field.ts";
import type { CommonSpec } from "../common_fields.ts";
import { finalSnapshot } from "../shapes/keep.ts";
import { kmsKeyField } from "../shapes/kms_key.ts";

export const ebsFields = {
  sizeGB: integer({
    doc: "Size; it can grow, not shrink",
    unit: "GiB",
    required: true,
    min: 1,
    max: 65_536,
    aliases: ["size"],
  }),
  type: choice(["gp3", "gp2", "io2", "io1", "st1", "sc1"], {
    doc: "gp3: usual; io2, io1: with a rate that is bought; st1, sc1: hard disks",
    default: "gp3",
    aliases: ["volumeType"],
  }),
  iops: integer({ doc: "Operations per second, with gp3, io2 and io1", min: 100, max: 256_000 }),
  throughputMBps: integer({
    doc: "Throughput, with gp3",
    unit: "MiB/s",
    min: 125,
    max: 2000,
    aliases: ["throughput"],
  }),
  availabilityZone: text({
    doc: "Zone; only instances of the same zone can use it",
    required: true,
    pattern: /^[a-z]{2}(-[a-z]+)+-\d[a-z]$/,
    hint: "a zone such as eu-west-1a",
    example: "eu-west-1a",
    replaces: "AWS can't move a volume",
  }),
  encrypted: boolean({
    doc: "Encrypt at rest",
    default: true,
    replaces: "AWS encrypts a volume only when it makes it",
  }),
  kmsKeyId: kmsKeyField("AWS can't change the key of a volume"),
  snapshotId: text({
    doc: "Snapshot to begin with",
    pattern: /^snap-[0-9a-f]{8,17}$/,
    hint: "an id such as snap-0123abcd",
    replaces: "a snapshot is restored into a new volume",
  }),
  multiAttach: boolean({
    doc: "Let several instances use it at once, with io2 and io1",
    default: false,
    replaces: "AWS sets it when it makes the volume",
  }),
  finalSnapshot,
};

export type EBSSpec = InferFields<typeof ebsFields> & CommonSpec;

/** Size in GiB and bought rates of each type: EBS User Guide, "Amazon EBS volume types". */
export const TYPES: Record<
  EBSSpec["type"],
  { size: [number, number]; iops?: [number, number]; iopsPerGB?: number }
> = {
  gp3: { size: [1, 65_536], iops: [3000, 80_000], iopsPerGB: 500 },
  gp2: { size: [1, 16_384] },
  io2: { size: [4, 65_536], iops: [100, 256_000], iopsPerGB: 1000 },
  io1: { size: [4, 16_384], iops: [100, 64_000], iopsPerGB: 50 },
  st1: { size: [125, 16_384] },
  sc1: { size: [125, 16_384] },
};

/**
 * The rates of a disk, as a volume takes them. Those that every gp3 disk has are said too, since what
 * is not said stays as it was. Amazon EBS, "General Purpose SSD volumes".
 */
export function rates(
  { type, iops, throughputMBps }: { type: string; iops?: number; throughputMBps?: number },
) {
  return type === "gp3"
    ? { iops: iops ?? 3000, throughput: throughputMBps ?? 125 }
    : { iops, throughput: throughputMBps };
}
