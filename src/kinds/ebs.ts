import type { VolumeArgs } from "@pulumi/aws/ebs/volume.d.ts";
import { boolean, choice, type InferFields, integer, text } from "../schema/field.ts";
import { type CommonSpec, defineKind } from "./kind.ts";
import type { Report } from "./report.ts";
import { kept } from "./shapes/keep.ts";
import { kmsKeyArn, kmsKeyField } from "./shapes/kms_key.ts";

const fields = {
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
  finalSnapshot: boolean({
    doc: "Keep a snapshot when it is deleted; default: in production and with deletionProtection",
  }),
};
type EBSSpec = InferFields<typeof fields> & CommonSpec;

/** Size in GiB and bought rates of each type: EBS User Guide, "Amazon EBS volume types". */
const TYPES: Record<
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

export const ebs = defineKind({
  name: "EBS",
  group: "Storage",
  summary: "Disk for an EC2 instance (Amazon EBS)",
  fields,
  outputs: {
    volumeId: { doc: "Id of the volume", aliases: ["id"] },
    arn: { doc: "ARN of the volume" },
    availabilityZone: { doc: "Zone it is in" },
  },
  holdsData: true,
  proof: { level: "emulator", note: "attaching it" },
  example: `sizeGB: 100
type: gp3
availabilityZone: eu-west-1a`,
  check(spec, report) {
    const { type } = spec;
    const [least, most] = TYPES[type].size;
    if (spec.sizeGB < least || spec.sizeGB > most) {
      const near = Math.min(most, Math.max(least, spec.sizeGB));
      report({
        code: "wrong-value",
        path: ["sizeGB"],
        summary: `"sizeGB" of ${type} must be ${least} to ${most}, not ${spec.sizeGB}`,
        fix: `set sizeGB: ${near}, or type: gp3`,
        replacement: String(near),
      });
    }
    checkIops(spec, report);
    if (spec.throughputMBps !== undefined && type !== "gp3") {
      report({
        code: "wrong-value",
        path: ["throughputMBps"],
        at: "key",
        summary: `"throughputMBps" can't be set on volumes of type ${type}`,
        fix: `remove "throughputMBps", or set type: gp3`,
      });
    }
    if (spec.multiAttach && !type.startsWith("io")) {
      report({
        code: "wrong-value",
        path: ["multiAttach"],
        summary: `"multiAttach" needs type: io2 or io1`,
        why: `type is ${type}`,
        fix: `remove "multiAttach", or set type: io2 with iops`,
        replacement: "false",
      });
    }
    if (!spec.encrypted && spec.kmsKeyId !== undefined) {
      report({
        code: "exclusive-fields",
        path: ["kmsKeyId"],
        at: "key",
        summary: `"kmsKeyId" has no use without encryption`,
        why: "encrypted is false",
        fix: `remove "kmsKeyId", or set encrypted: true`,
      });
    }
  },
  render(c) {
    const { spec } = c;
    const protect = kept(c);
    // A volume has no name but its tag.
    const name = c.physicalName({ max: 255 });
    const volume = c.resource<VolumeArgs>("aws:ebs/volume:Volume", "volume", {
      availabilityZone: spec.availabilityZone,
      size: spec.sizeGB,
      type: spec.type,
      iops: spec.iops,
      throughput: spec.throughputMBps,
      encrypted: spec.encrypted,
      kmsKeyId: spec.encrypted ? kmsKeyArn(c, spec.kmsKeyId) : undefined,
      snapshotId: spec.snapshotId,
      multiAttachEnabled: spec.multiAttach || undefined,
      finalSnapshot: spec.finalSnapshot ?? protect,
      tags: { Name: name, ...c.tags },
    }, { protect });
    return {
      outputs: {
        volumeId: volume.id,
        arn: volume.attr("arn"),
        availabilityZone: spec.availabilityZone,
      },
    };
  },
});

function checkIops(
  { type, iops, sizeGB }: EBSSpec,
  report: Report,
): void {
  const { iops: range, iopsPerGB = 0 } = TYPES[type];
  if (range === undefined) {
    if (iops === undefined) return;
    report({
      code: "wrong-value",
      path: ["iops"],
      at: "key",
      summary: `"iops" can't be set on volumes of type ${type}`,
      why: "its rate follows from its size",
      fix: `remove "iops", or set type: gp3`,
    });
    return;
  }
  if (iops === undefined) {
    if (type === "gp3") return;
    report({
      code: "missing-field",
      path: ["type"],
      at: "key",
      summary: `"type: ${type}" needs "iops"`,
      why: "its rate is bought",
      fix: "add iops: 3000, or set type: gp3",
    });
    return;
  }
  // Every gp3 volume has its 3000, however small.
  const most = Math.max(type === "gp3" ? range[0] : 0, Math.min(range[1], iopsPerGB * sizeGB));
  if (iops >= range[0] && iops <= most) return;
  const near = Math.min(most, Math.max(range[0], iops));
  report({
    code: "wrong-value",
    path: ["iops"],
    summary: `"iops" must be ${range[0]} to ${most} for ${sizeGB} GiB of ${type}, not ${iops}`,
    fix: `set iops: ${near}`,
    replacement: String(near),
  });
}
