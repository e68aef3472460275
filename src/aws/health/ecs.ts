import type { HealthSubject, Verdict } from "../../ports/health.ts";
import type { AwsClient } from "../client.ts";
import { askJson } from "../calls.ts";

interface Deployment {
  status?: string;
  taskDefinition?: string;
  rolloutState?: string;
  rolloutStateReason?: string;
  desiredCount?: number;
  runningCount?: number;
  failedTasks?: number;
}

/** Whether the newest deployment of an ECS service is complete, and of the tasks that it was given. */
export async function ecsService(
  client: AwsClient,
  { outputs: { clusterArn, serviceArn, taskDefinitionArn } }: HealthSubject,
  _name: string,
  signal?: AbortSignal,
): Promise<Verdict> {
  const { services = [] } = await askJson(
    client,
    {
      service: "ecs",
      target: "AmazonEC2ContainerServiceV20141113",
      operation: "DescribeServices",
    },
    { cluster: clusterArn, services: [serviceArn] },
    signal,
  ) as { services?: { deployments?: Deployment[] }[] };
  const newest = services[0]?.deployments?.find(({ status }) => status === "PRIMARY");
  if (!newest) return { status: "unhealthy", message: "the service is not there" };
  if (taskDefinitionArn !== undefined && newest.taskDefinition !== taskDefinitionArn) {
    return { status: "unhealthy", message: `it runs ${newest.taskDefinition}` };
  }
  const { rolloutState, rolloutStateReason, desiredCount = 0, runningCount = 0 } = newest;
  if (rolloutState === "FAILED") {
    return { status: "unhealthy", message: rolloutStateReason ?? "its deployment failed" };
  }
  // Services without a circuit breaker of their own have no rollout state.
  const complete = rolloutState === undefined
    ? runningCount >= desiredCount
    : rolloutState === "COMPLETED";
  if (complete) return { status: "healthy", message: "" };
  const failed = newest.failedTasks ? `, ${newest.failedTasks} failed` : "";
  return {
    status: "waiting",
    message: `${runningCount} of ${desiredCount} new tasks run${failed}`,
  };
}
