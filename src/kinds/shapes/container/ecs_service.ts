import type { ServiceArgs } from "@pulumi/aws/ecs/service.d.ts";
import { boolean, type Infer, integer, object } from "../../../schema/field.ts";
import type { Handle, RenderContext } from "../../render.ts";
import { placement } from "../placement.ts";
import { placementOf } from "./capacity.ts";
import type { ContainerSpec } from "./fields.ts";
import type { Balanced } from "./load_balancer.ts";
import { type Autoscaling, desiredCount } from "./scaling.ts";
import type { Task } from "./task.ts";

/** Bounds: Amazon ECS, DeploymentConfiguration. */
export const deployment = object({
  minimumHealthyPercent: integer({
    doc: "Tasks that keep running while new ones start",
    unit: "percent",
    min: 0,
    max: 100,
    default: 100,
  }),
  maximumPercent: integer({
    doc: "Old and new tasks together, at most",
    unit: "percent",
    min: 100,
    max: 200,
    default: 200,
  }),
  circuitBreaker: boolean({
    doc: "Go back to the last tasks that worked when new ones keep failing",
    default: true,
  }),
}, { doc: "How new tasks take over", default: {} });

/** May `panka exec` open a shell in a task. */
export const allowExec = boolean({
  doc: "Let panka exec run programs in the tasks (ECS Exec)",
  default: false,
});

/** ECS Exec's channel; AWS offers no narrower resource for these actions. */
export const EXEC_STATEMENT = {
  actions: [
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
  ],
  resources: ["*"],
};

export type ServiceSpec = ContainerSpec & {
  replicas: number;
  autoscaling?: Autoscaling;
  deployment: Infer<typeof deployment>;
  allowExec: boolean;
};

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
  // 255 letters, digits, _ and -: Amazon ECS, CreateService. A service can't move to spare capacity and
  // back; with a name of its own, the new one runs before the old one goes.
  const name = c.physicalName({ max: 255, part: spec.runtime.spot ? "spot" : undefined });
  return c.resource<ServiceArgs>("aws:ecs/service:Service", "service", {
    name,
    cluster: task.cluster.attr("arn"),
    taskDefinition: task.definition.attr("arn"),
    desiredCount: desiredCount(spec.replicas, spec.autoscaling),
    ...placementOf(task.capacity),
    platformVersion: fargate ? "LATEST" : undefined,
    networkConfiguration: {
      subnets: at.privateSubnets,
      securityGroups: at.securityGroups,
      // Tasks on machines of one's own get none: Amazon ECS, AwsVpcConfiguration.
      assignPublicIp: fargate && at.publicAddress,
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
    deploymentCircuitBreaker: { enable: circuitBreaker, rollback: circuitBreaker },
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
