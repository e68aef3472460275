import { component, type InferFields, integer, object } from "../../schema/field.ts";
import type { CommonSpec } from "../common_fields.ts";
import { allowExec, deployment } from "../shapes/container/deployment.ts";
import { containerFields } from "../shapes/container/fields.ts";
import { healthCheck } from "../shapes/container/probe_fields.ts";
import { autoscaling, replicas } from "../shapes/container/scaling_fields.ts";

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

export const workerFields = {
  ...containerFields,
  healthCheck,
  replicas,
  autoscaling,
  scaling,
  deployment,
  allowExec,
};

export type WorkerSpec = InferFields<typeof workerFields> & CommonSpec;
