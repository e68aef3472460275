import type { GroupArgs } from "@pulumi/aws/autoscaling/group.d.ts";
import type { CapacityProviderArgs } from "@pulumi/aws/ecs/capacityProvider.d.ts";
import type { ClusterArgs } from "@pulumi/aws/ecs/cluster.d.ts";
import type { ClusterCapacityProvidersArgs } from "@pulumi/aws/ecs/clusterCapacityProviders.d.ts";
import type { Expression } from "../../../engine/resource.ts";
import type { Handle, RenderContext } from "../../render.ts";
import { type Placement, placement } from "../placement.ts";
import { securityGroup } from "../security_group.ts";
import type { ContainerSpec } from "./fields.ts";
import { launchTemplate } from "./launch_template.ts";

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
    vpcZoneIdentifiers: at.privateSubnetIds,
    launchTemplate: { id: template.id, version: { $join: [template.attr("latestVersion")] } },
    instanceRefresh: { strategy: "Rolling" },
    forceDelete: true,
    tags: Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
  }, { physicalName: name });
}
