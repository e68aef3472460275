import type { ServiceArgs } from "@pulumi/aws/ecs/service.d.ts";
import type { Infer } from "../../../schema/field.ts";
import type { Handle, RenderContext } from "../../render.ts";
import { placement } from "../placement.ts";
import { placementOf } from "./capacity.ts";
import type { deployment } from "./deployment.ts";
import type { ContainerSpec } from "./fields.ts";
import type { Balanced } from "./load_balancer.ts";
import { desiredCount } from "./scaling.ts";
import type { Autoscaling } from "./scaling_fields.ts";
import type { Task } from "./task.ts";

export type ServiceSpec = ContainerSpec & {
  replicas: number;
  autoscaling?: Autoscaling;
  deployment: Infer<typeof deployment>;
  allowExec: boolean;
};

/** What every service exposes. */
export const serviceOutputs = {
  serviceArn: { doc: "ARN of the ECS service", aliases: ["arn"] },
  serviceName: { doc: "Name of the ECS service", aliases: ["name"] },
  clusterArn: { doc: "ARN of the ECS cluster" },
  taskDefinitionArn: { doc: "ARN of the task definition, with its revision" },
  logGroup: { doc: "Log group of its containers" },
};

/** Their values. */
export const outputsOf = (task: Task, service: Handle) => ({
  serviceArn: service.id,
  serviceName: service.attr("name"),
  clusterArn: task.cluster.attr("arn"),
  taskDefinitionArn: task.definition.attr("arn"),
  logGroup: task.logGroup.attr("name"),
});

/** Keeps the wanted number of tasks running, and replaces them one after the other when they change. */
export function ecsService(
  c: RenderContext<ServiceSpec>,
  task: Task,
  front: {
    balanced?: Pick<Balanced, "targetGroup" | "ready">;
    port?: number;
    registry?: Handle;
    graceSeconds?: number;
  } = {},
): Handle {
  const { spec } = c;
  const { balanced, port, registry, graceSeconds } = front;
  const at = placement(c, task.group);
  const fargate = task.capacity.compatibility === "FARGATE";
  const { minimumHealthyPercent, maximumPercent, circuitBreaker } = spec.deployment;
  // 255 letters, digits, _ and -: Amazon ECS, CreateService. A service can't move to spare capacity or
  // machines and back; with a name of its own, the new one runs before the old one goes.
  const { platform, spot } = spec.runtime;
  const name = c.physicalName({
    max: 255,
    part: platform === "ec2" ? platform : spot ? "spot" : undefined,
  });
  return c.resource<ServiceArgs>("aws:ecs/service:Service", "service", {
    name,
    cluster: task.cluster.attr("arn"),
    taskDefinition: task.definition.attr("arn"),
    desiredCount: desiredCount(spec.replicas, spec.autoscaling),
    ...placementOf(task.capacity),
    platformVersion: fargate ? "LATEST" : undefined,
    networkConfiguration: {
      subnets: at.privateSubnetIds,
      securityGroups: at.securityGroups,
      // Tasks on machines of one's own get none: Amazon ECS, AwsVpcConfiguration.
      assignPublicIp: fargate && at.assignPublicIp,
    },
    loadBalancers: balanced && [{
      targetGroupArn: balanced.targetGroup.attr("arn"),
      containerName: c.name,
      containerPort: port!,
    }],
    healthCheckGracePeriodSeconds: balanced && graceSeconds,
    serviceRegistries: registry && { registryArn: registry.attr("arn") },
    deploymentMinimumHealthyPercent: minimumHealthyPercent,
    deploymentMaximumPercent: maximumPercent,
    // No rollback by ECS: the steady state of the old tasks would pass for success. panka goes back.
    deploymentCircuitBreaker: { enable: circuitBreaker, rollback: false },
    // Moves tasks to a zone that is short of them, for which there must be room above 100 %.
    availabilityZoneRebalancing: maximumPercent > 100 ? "ENABLED" : "DISABLED",
    enableExecuteCommand: spec.allowExec,
    enableEcsManagedTags: true,
    propagateTags: "SERVICE",
    waitForSteadyState: true,
    tags: c.tags,
  }, {
    physicalName: name,
    ignoreChanges: spec.autoscaling?.enabled ? ["desiredCount"] : undefined,
    dependsOn: [
      ...task.taskRole.policies,
      ...task.executionRole.policies,
      ...(balanced?.ready ?? []),
      ...task.capacity.ready,
    ],
  });
}
