import type { RenderContext } from "../render.ts";
import { EXEC_STATEMENT } from "../shapes/container/deployment.ts";
import { ecsService, outputsOf } from "../shapes/container/ecs_service.ts";
import { probesOf } from "../shapes/container/probe.ts";
import { backlog } from "../shapes/container/queue_scaling.ts";
import { scale } from "../shapes/container/scaling.ts";
import { task } from "../shapes/container/task.ts";
import type { WorkerSpec } from "./fields.ts";

/** The service, and what it is scaled by. */
export function renderWorker(c: RenderContext<WorkerSpec>) {
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
        ? [backlog(c.target(spec.scaling.queue.component)!.outputs.queueName!, {
          cluster: running.cluster,
          service,
          messagesPerTask: spec.scaling.queue.messagesPerTask,
        })]
        : [],
    });
  }
  return { outputs: outputsOf(running, service) };
}
