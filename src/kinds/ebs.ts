import type { VolumeArgs } from "@pulumi/aws/ebs/volume.d.ts";
import { checkEbs } from "./ebs/check.ts";
import { ebsFields, rates } from "./ebs/fields.ts";
import { defineKind } from "./kind.ts";
import { kept, snapshotKept } from "./shapes/keep.ts";
import { kmsKeyArn } from "./shapes/kms_key.ts";

export const ebs = defineKind({
  name: "EBS",
  group: "Storage",
  summary: "Disk for an EC2 instance (Amazon EBS)",
  fields: ebsFields,
  outputs: {
    volumeId: { doc: "Id of the volume", aliases: ["id"] },
    arn: { doc: "ARN of the volume" },
    availabilityZone: { doc: "Zone it is in" },
  },
  holdsData: true,
  proof: { level: "emulator", note: "attaching it; the emulator forgets the throughput" },
  example: `sizeGB: 100
type: gp3
availabilityZone: eu-west-1a`,
  check: checkEbs,
  render(c) {
    const { spec } = c;
    const protect = kept(c);
    // A volume has no name but its tag.
    const name = c.physicalName({ max: 255 });
    const volume = c.resource<VolumeArgs>("aws:ebs/volume:Volume", "volume", {
      availabilityZone: spec.availabilityZone,
      size: spec.sizeGB,
      type: spec.type,
      ...rates(spec),
      encrypted: spec.encrypted,
      kmsKeyId: spec.encrypted ? kmsKeyArn(c, spec.kmsKeyId) : undefined,
      snapshotId: spec.snapshotId,
      multiAttachEnabled: spec.multiAttach || undefined,
      finalSnapshot: snapshotKept(c, spec.finalSnapshot),
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
