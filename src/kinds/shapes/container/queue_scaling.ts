import type { Expression } from "../../../engine/resource.ts";
import type { Handle } from "../../render.ts";
import type { CustomTarget } from "./scaling.ts";

/**
 * Keeps the waiting messages per running task at a number. Source: Amazon EC2 Auto Scaling, "Scaling
 * based on Amazon SQS". Running tasks are counted by the samples of their CPU use, one a minute each
 * (Amazon ECS, "Service RUNNING task count"), so that Container Insights, which costs, isn't needed.
 */
export function backlog(
  queueName: string | Expression,
  { cluster, service, messagesPerTask }: {
    cluster: Handle;
    service: Handle;
    messagesPerTask: number;
  },
): CustomTarget {
  return {
    name: "queue",
    target: messagesPerTask,
    metric: {
      customizedMetricSpecification: {
        metrics: [
          {
            id: "waiting",
            label: "Messages that wait",
            returnData: false,
            metricStat: {
              stat: "Sum",
              metric: {
                namespace: "AWS/SQS",
                metricName: "ApproximateNumberOfMessagesVisible",
                dimensions: [{ name: "QueueName", value: queueName }],
              },
            },
          },
          {
            id: "tasks",
            label: "Tasks that run",
            returnData: false,
            metricStat: {
              stat: "SampleCount",
              metric: {
                namespace: "AWS/ECS",
                metricName: "CPUUtilization",
                dimensions: [
                  { name: "ClusterName", value: cluster.attr("name") },
                  { name: "ServiceName", value: service.attr("name") },
                ],
              },
            },
          },
          {
            id: "backlog",
            label: "Messages per task",
            expression: "waiting / IF(FILL(tasks, 0) > 0, tasks, 1)",
            returnData: true,
          },
        ],
      },
    },
  };
}
