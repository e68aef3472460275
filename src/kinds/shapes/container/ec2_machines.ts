import type { GroupArgs } from "@pulumi/aws/autoscaling/group.d.ts";
import type { LaunchTemplateArgs } from "@pulumi/aws/ec2/launchTemplate.d.ts";
import type { CapacityProviderArgs } from "@pulumi/aws/ecs/capacityProvider.d.ts";
import type { ClusterArgs } from "@pulumi/aws/ecs/cluster.d.ts";
import type { ClusterCapacityProvidersArgs } from "@pulumi/aws/ecs/clusterCapacityProviders.d.ts";
import type { InstanceProfileArgs } from "@pulumi/aws/iam/instanceProfile.d.ts";
import type { Expression } from "../../../engine/resource.ts";
import type { Handle, RenderContext } from "../../render.ts";
import { partition } from "../arn.ts";
import { kmsKeyArn } from "../kms_key.ts";
import { type Placement, placement } from "../placement.ts";
import { role } from "../role.ts";
import { securityGroup } from "../security_group.ts";
import type { ContainerSpec } from "./fields.ts";

/** Parameters in which AWS keeps the newest image: Amazon ECS, "Retrieving ECS-optimized Linux AMI metadata". */
const IMAGES = {
  x86_64: "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id",
  arm64: "/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id",
};

/**
 * A cluster of the component's own with machines that come and go with its tasks. A cluster has one
 * list of what it runs on, which components that share it would write over.
 */
export function machines(
  c: RenderContext<ContainerSpec>,
): { cluster: Handle; provider: Expression; ready: Handle[] } {
  const name = c.physicalName({ max: 252 });
  const cluster = c.resource<ClusterArgs>("aws:ecs/cluster:Cluster", "cluster", {
    name,
    tags: c.tags,
  }, { physicalName: name });
  const { group } = securityGroup(c, {
    description: "Machines of a panka component",
    part: "machines",
  });
  const at = placement(c, group);
  const template = launchTemplate(c, name, at);
  const machines = autoscalingGroup(c, name, template, at);
  const provider = c.resource<CapacityProviderArgs>(
    "aws:ecs/capacityProvider:CapacityProvider",
    "machines-provider",
    {
      // ECS refuses names that begin with aws, ecs or fargate.
      name: `ec2-${name}`,
      autoScalingGroupProvider: {
        autoScalingGroupArn: machines.attr("arn"),
        managedScaling: { status: "ENABLED", targetCapacity: 100 },
        managedDraining: "ENABLED",
        managedTerminationProtection: "DISABLED",
      },
      tags: c.tags,
    },
    { physicalName: `ec2-${name}` },
  );
  const list = c.resource<ClusterCapacityProvidersArgs>(
    "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
    "cluster-capacity",
    { clusterName: cluster.attr("name"), capacityProviders: [provider.attr("name")] },
  );
  return { cluster, provider: provider.attr("name"), ready: [list] };
}

function launchTemplate(
  c: RenderContext<ContainerSpec>,
  clusterName: string,
  at: Placement,
): Handle {
  const { architecture, instanceType = "t3.medium" } = c.spec.runtime;
  const managed = `arn:${partition(c.stack.region)}:iam::aws:policy`;
  const runsAs = role(c, {
    service: "ec2.amazonaws.com",
    part: "machines",
    managedPolicies: [
      `${managed}/service-role/AmazonEC2ContainerServiceforEC2Role`,
      `${managed}/AmazonSSMManagedInstanceCore`,
    ],
  });
  // 128 characters: IAM, CreateInstanceProfile; EC2, CreateLaunchTemplate.
  const name = c.physicalName({ max: 128, part: "machines" });
  const profile = c.resource<InstanceProfileArgs>(
    "aws:iam/instanceProfile:InstanceProfile",
    "machines-profile",
    { name, role: runsAs.attr("name"), tags: c.tags },
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
        associatePublicIpAddress: String(at.publicAddress),
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

function autoscalingGroup(
  c: RenderContext<ContainerSpec>,
  name: string,
  template: Handle,
  at: Placement,
): Handle {
  // ECS marks the group as its own; a tag that is not here would be a difference for ever.
  const tags = { ...c.tags, AmazonECSManaged: "true" };
  return c.resource<GroupArgs>("aws:autoscaling/group:Group", "machines", {
    name,
    minSize: 0,
    maxSize: c.spec.runtime.maxInstances ?? 10,
    vpcZoneIdentifiers: at.privateSubnets,
    launchTemplate: { id: template.id, version: { $join: [template.attr("latestVersion")] } },
    instanceRefresh: { strategy: "Rolling" },
    forceDelete: true,
    tags: Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
  }, { physicalName: name });
}
