import type { StateMachineArgs } from "@pulumi/aws/sfn/stateMachine.d.ts";
import type { Value } from "../../engine/resource.ts";
import { partition } from "../../ports/partition.ts";
import type { RenderContext } from "../render.ts";
import { arnOf } from "../shapes/arn.ts";
import type { Task } from "../shapes/container/task.ts";
import { placement } from "../shapes/placement.ts";
import { role } from "../shapes/role.ts";
import type { Statement } from "../shapes/statement.ts";
import { runStatements, SCHEDULER, type ScheduleTarget } from "./direct.ts";
import type { CronJobSpec } from "./fields.ts";

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
    dependsOn: [...runner.policies, ...task.executionRole.policies, ...task.capacity.ready],
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

/** What the state machine does, in Amazon States Language. */
function definition(c: RenderContext<CronJobSpec>, task: Task): Value {
  const { spec } = c;
  const { privateSubnetIds, securityGroups, assignPublicIp } = placement(c, task.group);
  const integration = (name: string) => `arn:${partition(c.stack.region)}:states:::${name}`;
  const cluster = task.cluster.attr("arn");
  const { compatibility, provider } = task.capacity;
  const run = {
    Type: "Task",
    Resource: integration("ecs:runTask.sync"),
    Parameters: {
      Cluster: cluster,
      TaskDefinition: task.definition.attr("arn"),
      ...(provider === undefined
        ? { LaunchType: compatibility }
        : { CapacityProviderStrategy: [{ CapacityProvider: provider, Weight: 1 }] }),
      PropagateTags: "TASK_DEFINITION",
      NetworkConfiguration: {
        AwsvpcConfiguration: {
          Subnets: privateSubnetIds,
          SecurityGroups: securityGroups,
          AssignPublicIp: assignPublicIp && compatibility === "FARGATE" ? "ENABLED" : "DISABLED",
        },
      },
    },
    ...(spec.timeoutMinutes !== undefined && { TimeoutSeconds: spec.timeoutMinutes * 60 }),
    ...(spec.retries > 0 && {
      Retry: [{
        ErrorEquals: ["States.ALL"],
        IntervalSeconds: 30,
        BackoffRate: 2,
        MaxAttempts: spec.retries,
      }],
    }),
    End: true,
  };
  if (spec.concurrency === "allow") return { StartAt: "Run", States: { Run: run } };
  return {
    StartAt: "Look",
    States: {
      Look: {
        Type: "Task",
        Resource: integration("aws-sdk:ecs:listTasks"),
        Parameters: {
          Cluster: cluster,
          Family: task.definition.attr("family"),
          DesiredStatus: "RUNNING",
          MaxResults: 1,
        },
        Next: "Decide",
      },
      Decide: {
        Type: "Choice",
        Choices: [{ Variable: "$.TaskArns[0]", IsPresent: true, Next: "LeaveOut" }],
        Default: "Run",
      },
      LeaveOut: { Type: "Succeed" },
      Run: run,
    },
  };
}
