import { defineKind } from "./kind.ts";
import { configFiles } from "./shapes/container/config_files.ts";
import { serviceOutputs } from "./shapes/container/ecs_service.ts";
import { checkWorker } from "./worker/check.ts";
import { workerFields } from "./worker/fields.ts";
import { renderWorker } from "./worker/render.ts";

export const worker = defineKind({
  name: "Worker",
  group: "Containers",
  summary: "Long-running containers that nobody connects to (Amazon ECS on Fargate)",
  fields: workerFields,
  outputs: serviceOutputs,
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
  check: checkWorker,
  files: (spec) => configFiles(spec.configs),
  render: renderWorker,
});
