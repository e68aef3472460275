import type { PolicyArgs } from "@pulumi/aws/appautoscaling/policy.d.ts";
import type { TargetArgs } from "@pulumi/aws/appautoscaling/target.d.ts";
import type { Properties } from "../../../engine/resource.ts";
import { boolean, choice, type Infer, integer, list, object } from "../../../schema/field.ts";
import type { Handle, RenderContext } from "../../render.ts";
import type { Report } from "../../report.ts";

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

export function checkScaling(
  { replicas, autoscaling }: { replicas: number; autoscaling?: Autoscaling },
  report: Report,
): void {
  if (!autoscaling?.enabled) return;
  const { minReplicas, maxReplicas, policies } = autoscaling;
  if (minReplicas > maxReplicas) {
    report({
      code: "wrong-range",
      path: ["autoscaling", "minReplicas"],
      at: "value",
      summary: `"minReplicas" is more than "maxReplicas"`,
      why: `${minReplicas} is more than ${maxReplicas}`,
      fix: `set minReplicas: ${maxReplicas}, or maxReplicas: ${minReplicas}`,
    });
  } else if (replicas < minReplicas || replicas > maxReplicas) {
    report({
      severity: "note",
      code: "rounded",
      path: ["replicas"],
      at: "value",
      summary: `autoscaling begins with ${beginning(replicas, autoscaling)} tasks`,
      why: `replicas is ${replicas}, autoscaling keeps ${minReplicas} to ${maxReplicas}`,
    });
  }
  policies.forEach(({ metric }, i) => {
    const field = metric === "cpu" ? "targetCPUPercent" : "targetMemoryPercent";
    if (metric === "requests" || autoscaling[field] === undefined) return;
    report({
      code: "exclusive-fields",
      path: ["autoscaling", "policies", i, "metric"],
      at: "value",
      summary: `autoscaling has two targets for ${metric}`,
      why: `"${field}" is one`,
      fix: `remove "${field}" or this policy`,
    });
  });
}

const beginning = (replicas: number, { minReplicas, maxReplicas }: Autoscaling) =>
  Math.min(maxReplicas, Math.max(minReplicas, replicas));

/** How many tasks a service is created with. */
export const desiredCount = (replicas: number, autoscaling: Autoscaling | undefined): number =>
  autoscaling?.enabled ? beginning(replicas, autoscaling) : replicas;

type Tracking = NonNullable<PolicyArgs["targetTrackingScalingPolicyConfiguration"]>;
/** A target besides CPU and memory: what to measure, and the value to hold. */
export interface CustomTarget {
  name: string;
  target: number;
  metric: Omit<Properties<Extract<Tracking, { targetValue: unknown }>>, "targetValue">;
}

const METRICS = {
  cpu: "ECSServiceAverageCPUUtilization",
  memory: "ECSServiceAverageMemoryUtilization",
  requests: "ALBRequestCountPerTarget",
} as const;

/** Makes the number of a service's tasks follow the targets. */
export function scale(
  c: RenderContext<unknown>,
  service: { cluster: Handle; service: Handle },
  rules: Autoscaling,
  { requests, custom = [] }: {
    /** `app/…/targetgroup/…`: what requests are counted for. */
    requests?: Properties<{ label: string }>["label"];
    custom?: readonly CustomTarget[];
  } = {},
): void {
  const target = c.resource<TargetArgs>("aws:appautoscaling/target:Target", "scaling", {
    serviceNamespace: "ecs",
    scalableDimension: "ecs:service:DesiredCount",
    resourceId: {
      $join: ["service/", service.cluster.attr("name"), "/", service.service.attr("name")],
    },
    minCapacity: rules.minReplicas,
    maxCapacity: rules.maxReplicas,
    tags: c.tags,
  });
  for (const { name, target: value, metric, pauses } of targets(rules, requests, custom)) {
    c.resource<PolicyArgs>("aws:appautoscaling/policy:Policy", `scaling-${name}`, {
      // 256 characters: Application Auto Scaling, PutScalingPolicy.
      name: c.physicalName({ max: 256, part: name }),
      policyType: "TargetTrackingScaling",
      serviceNamespace: target.attr("serviceNamespace"),
      scalableDimension: target.attr("scalableDimension"),
      resourceId: target.attr("resourceId"),
      targetTrackingScalingPolicyConfiguration: {
        ...metric,
        targetValue: value,
        scaleInCooldown: pauses.scaleInCooldownSeconds ?? rules.scaleInCooldownSeconds,
        scaleOutCooldown: pauses.scaleOutCooldownSeconds ?? rules.scaleOutCooldownSeconds,
      },
    });
  }
}

function targets(
  rules: Autoscaling,
  requests: Properties<{ label: string }>["label"] | undefined,
  custom: readonly CustomTarget[],
) {
  const { targetCPUPercent, targetMemoryPercent, policies } = rules;
  const wanted: Partial<Autoscaling["policies"][number]>[] = [
    { metric: "cpu", target: targetCPUPercent },
    { metric: "memory", target: targetMemoryPercent },
    ...policies,
  ].filter(({ target }) => target !== undefined) as Autoscaling["policies"];
  if (wanted.length + custom.length === 0) wanted.push({ metric: "cpu", target: 70 });
  return [
    ...wanted.map(({ metric, target, ...pauses }) => ({
      name: metric!,
      target: target!,
      pauses,
      metric: {
        predefinedMetricSpecification: {
          predefinedMetricType: METRICS[metric!],
          resourceLabel: metric === "requests" ? requests : undefined,
        },
      },
    })),
    ...custom.map((target) => ({ ...target, pauses: {} as Partial<Autoscaling> })),
  ];
}
