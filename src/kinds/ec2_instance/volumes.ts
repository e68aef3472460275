import type { VolumeArgs } from "@pulumi/aws/ebs/volume.d.ts";
import type { VolumeAttachmentArgs } from "@pulumi/aws/ec2/volumeAttachment.d.ts";
import { rates } from "../ebs/fields.ts";
import type { Handle, RenderContext } from "../render.ts";
import { kept, snapshotKept } from "../shapes/keep.ts";
import { kmsKeyArn } from "../shapes/kms_key.ts";
import type { Ec2Spec } from "./fields.ts";

/** The instance's own disks: apart from it, so that they outlive its replacement. */
export function attachVolumes(
  c: RenderContext<Ec2Spec>,
  instance: Handle,
  index: number,
): void {
  const protect = kept(c);
  c.spec.volumes.forEach((volume, i) => {
    const key = `${volume.name}-${index + 1}`;
    const disk = c.resource<VolumeArgs>("aws:ebs/volume:Volume", `volume-${key}`, {
      availabilityZone: instance.attr("availabilityZone"),
      size: volume.sizeGB,
      type: volume.type,
      ...rates(volume),
      snapshotId: volume.snapshotId,
      encrypted: true,
      kmsKeyId: kmsKeyArn(c),
      finalSnapshot: snapshotKept(c, undefined),
      tags: { ...c.tags, Name: c.physicalName({ max: 255, part: key }) },
      // A new machine is in the subnet of the old one, and what is written stays where it is.
    }, { protect, ignoreChanges: ["availabilityZone"] });
    c.resource<VolumeAttachmentArgs>(
      "aws:ec2/volumeAttachment:VolumeAttachment",
      `attachment-${key}`,
      {
        instanceId: instance.id,
        volumeId: disk.id,
        deviceName: volume.device ?? deviceName(i),
        // A disk in use is not torn away from a running program.
        stopInstanceBeforeDetaching: true,
      },
      // One disk is attached once.
      { deleteBeforeReplace: true },
    );
  });
}

/** /dev/sdf to /dev/sdp are for additional disks: Amazon EC2, "Device names". */
export const deviceName = (i: number): string =>
  `/dev/sd${String.fromCharCode("f".charCodeAt(0) + i)}`;
