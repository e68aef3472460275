import { component, integer, object } from "../schema/field.ts";
import { defineKind } from "./kind.ts";
import type { RenderContext } from "./render.ts";
import { configFiles } from "./shapes/container/config_files.ts";
import {
  allowExec,
  deployment,
  ecsService,
  EXEC_STATEMENT,
} from "./shapes/container/ecs_service.ts";
import { checkContainer, containerFields } from "./shapes/container/fields.ts";
import { checkProbes, healthCheck, probesOf } from "./shapes/container/probe.ts";
import { backlog } from "./shapes/container/queue_scaling.ts";
import { autoscaling, checkScaling, replicas, scale } from "./shapes/container/scaling.ts";
import { task } from "./shapes/container/task.ts";

const scaling = object({
  queue: object({
    component: component({
      doc: "Queue whose messages the tasks work on",
      kinds: ["SQS"],
      required: true,
    }),
    messagesPerTask: integer({
      doc: "Waiting messages that one task may have to itself",
      min: 1,
      max: 1_000_000,
      default: 100,
    }),
  }, { doc: "Follow a queue", required: true, shorthand: "component" }),
}, { doc: "What the number of tasks follows besides CPU and memory; autoscaling has the limits" });

export const worker = defineKind({
  name: "Worker",
  group: "Containers",
  summary: "Long-running containers that nobody connects to (Amazon ECS on Fargate)",
  fields: {
    ...containerFields,
    healthCheck,
    replicas,
    autoscaling,
    scaling,
    deployment,
    allowExec,
  },
  outputs: {
    serviceArn: { doc: "ARN of the ECS service", aliases: ["arn"] },
    serviceName: { doc: "Name of the ECS service", aliases: ["name"] },
    clusterArn: { doc: "ARN of the ECS cluster" },
    taskDefinitionArn: { doc: "ARN of the task definition, with its revision" },
    logGroup: { doc: "Log group of its containers" },
  },
  holdsData: false,
  proof: { level: "emulator", note: "tasks are only said to run" },
  example: `image:
  repository: 123456789012.dkr.ecr.us-east-1.amazonaws.com/worker
  tag: "1.0.0"
runtime:
  cpu: 512
  memory: 1024
command: [node, worker.js]
environment:
  - name: LOG_LEVEL
    value: info
autoscaling:
  minReplicas: 1
  maxReplicas: 10`,
  check(spec, report) {
    checkContainer(spec, report);
    checkProbes(spec.healthCheck, report);
    checkScaling(spec, report);
    const { readiness } = probesOf(spec.healthCheck);
    if (readiness && !readiness.exec) {
      report({
        severity: "note",
        code: "ignored-field",
        path: ["healthCheck"],
        at: "key",
        summary: "readiness is not checked: nothing connects to a Worker",
        why: "liveness is what replaces a task that hangs",
        fix: "use liveness",
      });
    }
    spec.autoscaling?.policies.forEach(({ metric }, i) => {
      if (metric !== "requests") return;
      report({
        code: "wrong-value",
        path: ["autoscaling", "policies", i, "metric"],
        summary: "a Worker has no requests to count",
        why: "they are counted by a load balancer",
        fix: "choose cpu or memory, or use scaling.queue",
      });
    });
    if (!spec.scaling) return;
    const limits = spec.autoscaling;
    if (!limits?.enabled) {
      report({
        code: "missing-field",
        path: ["scaling"],
        at: "key",
        summary: '"scaling" needs "autoscaling"',
        why: "it says how many tasks there may be",
        fix: "add autoscaling: {minReplicas: 1, maxReplicas: 10}",
      });
    } else if (limits.minReplicas === 0) {
      report({
        code: "wrong-range",
        path: ["autoscaling", "minReplicas"],
        summary: "a queue can't be followed from 0 tasks",
        why: "the target is a number of messages per running task",
        fix: "set minReplicas: 1",
      });
    }
  },
  files: (spec) => configFiles(spec.configs),
  render(c) {
    const { spec } = c;
    const { readiness, liveness } = probesOf(spec.healthCheck);
    const running = task(c, {
      liveness: liveness ?? (readiness?.exec && readiness),
      statements: spec.allowExec ? [EXEC_STATEMENT] : [],
    });
    const service = ecsService(c, running);
    if (spec.autoscaling?.enabled) {
      scale(c, { cluster: running.cluster, service }, spec.autoscaling, {
        custom: spec.scaling
          ? [backlog(queueName(c, spec.scaling.queue.component), {
            cluster: running.cluster,
            service,
            messagesPerTask: spec.scaling.queue.messagesPerTask,
          })]
          : [],
      });
    }
    return {
      outputs: {
        serviceArn: service.id,
        serviceName: service.attr("name"),
        clusterArn: running.cluster.attr("arn"),
        taskDefinitionArn: running.definition.attr("arn"),
        logGroup: running.logGroup.attr("name"),
      },
    };
  },
});

const queueName = (c: RenderContext<unknown>, id: string) =>
  c.targets.find((target) => target.id === id)!.outputs.queueName as string;
