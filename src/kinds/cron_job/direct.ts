import type { ScheduleArgs } from "@pulumi/aws/scheduler/schedule.d.ts";
import type { Properties } from "../../engine/resource.ts";
import type { Handle, RenderContext } from "../render.ts";
import { arnOf } from "../shapes/arn.ts";
import { placementOf } from "../shapes/container/capacity.ts";
import type { ContainerSpec } from "../shapes/container/fields.ts";
import type { Task } from "../shapes/container/task.ts";
import { placement } from "../shapes/placement.ts";
import { role } from "../shapes/role.ts";
import type { Statement } from "../shapes/statement.ts";

/** What a schedule calls, and what has to be there first. */
export interface ScheduleTarget {
  properties: Properties<ScheduleArgs>["target"];
  ready: Handle[];
}

export const SCHEDULER = "scheduler.amazonaws.com";

/** The schedule starts the task by itself; how the task ends is nobody's concern. */
export function directTarget(c: RenderContext<ContainerSpec>, task: Task): ScheduleTarget {
  const caller = role(c, {
    service: SCHEDULER,
    part: "schedule",
    statements: runStatements(c, task),
  });
  const { privateSubnetIds, securityGroups, assignPublicIp } = placement(c, task.group);
  return {
    properties: {
      arn: task.cluster.attr("arn"),
      roleArn: caller.attr("arn"),
      ecsParameters: {
        taskDefinitionArn: task.definition.attr("arn"),
        taskCount: 1,
        ...placementOf(task.capacity),
        propagateTags: "TASK_DEFINITION",
        networkConfiguration: {
          subnets: privateSubnetIds,
          securityGroups,
          assignPublicIp: assignPublicIp && task.capacity.compatibility === "FARGATE",
        },
      },
    },
    ready: [...caller.policies, ...task.executionRole.policies, ...task.capacity.ready],
  };
}

/** Leave to start this task, any revision of it, in its cluster. */
export function runStatements(c: RenderContext<unknown>, task: Task): Statement[] {
  const cluster = task.cluster.attr("arn");
  return [
    {
      actions: ["ecs:RunTask"],
      resources: [arnOf(c, "ecs", "task-definition/", task.definition.attr("family"), ":*")],
      conditions: { ArnEquals: { "ecs:cluster": cluster } },
    },
    {
      actions: ["ecs:TagResource"],
      resources: [arnOf(c, "ecs", "task/", task.cluster.attr("name"), "/*")],
      conditions: { StringEquals: { "ecs:CreateAction": "RunTask" } },
    },
    {
      actions: ["iam:PassRole"],
      resources: [task.taskRole.attr("arn"), task.executionRole.attr("arn")],
      conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    },
  ];
}
