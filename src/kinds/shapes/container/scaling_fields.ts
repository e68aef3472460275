import { boolean, choice, type Infer, integer, list, object } from "../../../schema/field.ts";

/** Tasks per service: Amazon ECS, "Service quotas". */
const MAX_TASKS = 5000;

const percent = { unit: "percent", min: 1, max: 100 };

const cooldown = { unit: "seconds", min: 0, max: 3600 };

export const replicas = integer({
  doc: "Tasks that run; with autoscaling, how many it begins with",
  min: 0,
  max: MAX_TASKS,
  default: 1,
});

export const autoscaling = object({
  enabled: boolean({ doc: "Change the number of tasks with the load", default: true }),
  minReplicas: integer({ doc: "Fewest tasks", min: 0, max: MAX_TASKS, default: 1 }),
  maxReplicas: integer({ doc: "Most tasks", min: 1, max: MAX_TASKS, required: true, example: 10 }),
  targetCPUPercent: integer({
    ...percent,
    doc: "CPU use to hold; 70 when no other target is given",
    aliases: ["targetCPUUtilization", "targetCPUUtilizationPercentage"],
  }),
  targetMemoryPercent: integer({
    ...percent,
    doc: "Memory use to hold",
    aliases: ["targetMemoryUtilization", "targetMemoryUtilizationPercentage"],
  }),
  scaleInCooldownSeconds: integer({
    ...cooldown,
    doc: "Pause after tasks were removed",
    default: 300,
  }),
  scaleOutCooldownSeconds: integer({
    ...cooldown,
    doc: "Pause after tasks were added",
    default: 60,
  }),
  policies: list(
    object({
      metric: choice(["cpu", "memory", "requests"], {
        doc: "cpu and memory in percent; requests per task and minute, of a load balancer",
        required: true,
      }),
      target: integer({ doc: "Value to hold", min: 1, required: true }),
      scaleInCooldownSeconds: integer({ ...cooldown, doc: "Pause after tasks were removed" }),
      scaleOutCooldownSeconds: integer({ ...cooldown, doc: "Pause after tasks were added" }),
    }, { doc: "One target to hold" }),
    { doc: "Targets besides those for CPU and memory", unique: "metric", default: [] },
  ),
}, { doc: "How the number of tasks follows the load" });

export type Autoscaling = Infer<typeof autoscaling>;
