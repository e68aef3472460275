import type { LaunchTemplateArgs } from "@pulumi/aws/ec2/launchTemplate.d.ts";
import type { InstanceProfileArgs } from "@pulumi/aws/iam/instanceProfile.d.ts";
import type { Handle, RenderContext } from "../../render.ts";
import { kmsKeyArn } from "../kms_key.ts";
import type { Placement } from "../placement.ts";
import { role } from "../role.ts";
import type { ContainerSpec } from "./fields.ts";

/** Parameters in which AWS keeps the newest image: Amazon ECS, "Retrieving ECS-optimized Linux AMI metadata". */
const IMAGES = {
  x86_64: "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id",
  arm64: "/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id",
};

/** What machines of a cluster are started from. */
export function launchTemplate(
  c: RenderContext<ContainerSpec>,
  clusterName: string,
  at: Placement,
): Handle {
  const { architecture, instanceType = "t3.medium" } = c.spec.runtime;
  const runsAs = role(c, {
    service: "ec2.amazonaws.com",
    part: "machines",
    managedPolicies: [
      "service-role/AmazonEC2ContainerServiceforEC2Role",
      "AmazonSSMManagedInstanceCore",
    ],
  });
  // 128 characters: IAM, CreateInstanceProfile; EC2, CreateLaunchTemplate.
  const name = c.physicalName({ max: 128, part: "machines" });
  const profile = c.resource<InstanceProfileArgs>(
    "aws:iam/instanceProfile:InstanceProfile",
    "machines-profile",
    { name, path: c.stack.roles?.path, role: runsAs.attr("name"), tags: c.tags },
    { physicalName: name, dependsOn: runsAs.policies },
  );
  const start = `#!/bin/sh\necho ECS_CLUSTER=${clusterName} >> /etc/ecs/ecs.config\n`;
  const tagged = (resourceType: string) => ({ resourceType, tags: { ...c.tags, Name: name } });
  return c.resource<LaunchTemplateArgs>(
    "aws:ec2/launchTemplate:LaunchTemplate",
    "machines-template",
    {
      name,
      // Looked up whenever a machine starts, so that new ones are patched and nothing differs meanwhile.
      imageId: `resolve:ssm:${IMAGES[architecture]}`,
      instanceType,
      iamInstanceProfile: { arn: profile.attr("arn") },
      networkInterfaces: [{
        deviceIndex: 0,
        associatePublicIpAddress: String(at.assignPublicIp),
        securityGroups: at.securityGroups,
      }],
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required" },
      blockDeviceMappings: [{
        deviceName: "/dev/xvda",
        ebs: {
          volumeSize: 30,
          volumeType: "gp3",
          encrypted: "true",
          kmsKeyId: kmsKeyArn(c),
          deleteOnTermination: "true",
        },
      }],
      userData: btoa(start),
      updateDefaultVersion: true,
      tagSpecifications: [tagged("instance"), tagged("volume")],
      tags: c.tags,
    },
    { physicalName: name },
  );
}
