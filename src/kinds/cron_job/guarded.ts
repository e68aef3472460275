import type { StateMachineArgs } from "@pulumi/aws/sfn/stateMachine.d.ts";
import type { RenderContext } from "../render.ts";
import { arnOf } from "../shapes/arn.ts";
import type { Task } from "../shapes/container/task.ts";
import { role } from "../shapes/role.ts";
import type { Statement } from "../shapes/statement.ts";
import { SCHEDULER, type ScheduleTarget } from "./direct.ts";
import type { CronJobSpec } from "./fields.ts";
import { runStatements } from "./run_permissions.ts";
import { definition } from "./state_machine.ts";

/**
 * A schedule starts tasks and forgets them, so runs that are to be repeated, limited or left out go
 * through a state machine (AWS Step Functions), which waits for the task's end.
 */
export function guardedTarget(c: RenderContext<CronJobSpec>, task: Task): ScheduleTarget {
  const runner = role(c, {
    service: "states.amazonaws.com",
    part: "runs",
    statements: [...runStatements(c, task), ...watchStatements(c, task)],
  });
  // 80 letters, digits, - and _: AWS Step Functions, CreateStateMachine.
  const name = c.physicalName({ max: 80, allowed: /[\w-]/ });
  const machine = c.resource<StateMachineArgs>("aws:sfn/stateMachine:StateMachine", "runs", {
    name,
    type: "STANDARD",
    roleArn: runner.attr("arn"),
    definition: { $json: definition(c, task) },
    tags: c.tags,
  }, {
    physicalName: name,
    dependsOn: [
      ...runner.policies,
      ...task.executionRole.policies,
      ...task.capacity.ready,
    ],
  });
  const caller = role(c, {
    service: SCHEDULER,
    part: "schedule",
    statements: [{ actions: ["states:StartExecution"], resources: [machine.attr("arn")] }],
  });
  return {
    properties: { arn: machine.attr("arn"), roleArn: caller.attr("arn") },
    ready: caller.policies,
  };
}

function watchStatements(c: RenderContext<CronJobSpec>, task: Task): Statement[] {
  const statements: Statement[] = [
    {
      actions: ["ecs:DescribeTasks", "ecs:StopTask"],
      resources: [arnOf(c, "ecs", "task/", task.cluster.attr("name"), "/*")],
    },
    {
      // The rule through which Step Functions learns of a task's end: "IAM policies for ECS".
      actions: ["events:DescribeRule", "events:PutRule", "events:PutTargets"],
      resources: [arnOf(c, "events", "rule/StepFunctionsGetEventsForECSTaskRule")],
    },
  ];
  if (c.spec.concurrency === "forbid") {
    statements.push({
      // Listing knows no resource for Fargate, so the cluster is a condition.
      actions: ["ecs:ListTasks"],
      resources: ["*"],
      conditions: { ArnEquals: { "ecs:cluster": task.cluster.attr("arn") } },
    });
  }
  return statements;
}
