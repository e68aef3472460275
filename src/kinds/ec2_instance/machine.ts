import type { InstanceArgs } from "@pulumi/aws/ec2/instance.d.ts";
import type { InstanceProfileArgs } from "@pulumi/aws/iam/instanceProfile.d.ts";
import type { Expression } from "../../engine/resource.ts";
import { rates } from "../ebs/fields.ts";
import type { Handle, RenderContext } from "../render.ts";
import { kmsKeyArn } from "../shapes/kms_key.ts";
import { type Placement, subnetOf } from "../shapes/placement.ts";
import type { RoleHandle } from "../shapes/role.ts";
import type { Ec2Spec } from "./fields.ts";

/** One machine. */
export function instance(
  c: RenderContext<Ec2Spec>,
  i: number,
  { at, image, profile, runsAs }: {
    at: Placement;
    image: string | Expression;
    profile: Handle;
    runsAs: RoleHandle;
  },
): Handle {
  const { spec } = c;
  const { rootVolume, userData } = spec;
  const name = c.physicalName({ max: 255, part: spec.count > 1 ? String(i + 1) : undefined });
  return c.resource<InstanceArgs>("aws:ec2/instance:Instance", `instance-${i + 1}`, {
    ami: image,
    instanceType: spec.instanceType,
    keyName: spec.keyName,
    subnetId: subnetOf(spec.publicAddress ? at.publicSubnetIds : at.privateSubnetIds, i, 2),
    vpcSecurityGroupIds: at.securityGroups,
    associatePublicIpAddress: spec.publicAddress || at.assignPublicIp,
    iamInstanceProfile: profile.attr("name"),
    userData: userData === undefined ? undefined : c.value(userData),
    userDataReplaceOnChange: spec.replaceOnUserDataChange,
    // Version 2 of the metadata service only: no credentials for whoever can make it fetch a URL.
    metadataOptions: { httpEndpoint: "enabled", httpTokens: "required" },
    rootBlockDevice: {
      encrypted: true,
      kmsKeyId: kmsKeyArn(c),
      volumeSize: rootVolume.sizeGB,
      volumeType: rootVolume.type,
      ...rates(rootVolume),
      tags: { ...c.tags, Name: name },
    },
    monitoring: spec.detailedMonitoring,
    disableApiTermination: spec.deletionProtection ?? false,
    tags: { ...c.tags, Name: name },
  }, {
    protect: spec.deletionProtection,
    ignoreChanges: [
      // A parameter names the newest image; what runs keeps the one that it was made from.
      ...(spec.ami.includes("ssm:") ? ["ami"] : []),
      // AWS lists subnets in any order; what runs stays where it is.
      "subnetId",
    ],
    dependsOn: runsAs.policies,
  });
}

/** The profile that gives machines their role. */
export function instanceProfile(c: RenderContext<unknown>, runsAs: RoleHandle): Handle {
  // 128 characters: IAM, CreateInstanceProfile.
  const name = c.physicalName({ max: 128 });
  return c.resource<InstanceProfileArgs>(
    "aws:iam/instanceProfile:InstanceProfile",
    "instance-profile",
    { name, path: c.stack.roles?.path, role: runsAs.attr("name"), tags: c.tags },
    { physicalName: name },
  );
}
