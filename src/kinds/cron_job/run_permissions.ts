import type { RenderContext } from "../render.ts";
import { arnOf } from "../shapes/arn.ts";
import type { Task } from "../shapes/container/task.ts";
import type { Statement } from "../shapes/statement.ts";

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
