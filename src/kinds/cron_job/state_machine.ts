import { partition } from "../../ports/partition.ts";
import type { Value } from "../../engine/resource.ts";
import type { RenderContext } from "../render.ts";
import type { Task } from "../shapes/container/task.ts";
import { placement } from "../shapes/placement.ts";
import type { CronJobSpec } from "./fields.ts";

/** What the state machine does, in Amazon States Language. */
export function definition(c: RenderContext<CronJobSpec>, task: Task): Value {
  const { spec } = c;
  const { privateSubnets, securityGroups, publicAddress } = placement(c, task.group);
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
          Subnets: privateSubnets,
          SecurityGroups: securityGroups,
          AssignPublicIp: publicAddress && compatibility === "FARGATE" ? "ENABLED" : "DISABLED",
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
