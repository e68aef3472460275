import type { PolicyArgs } from "@pulumi/aws/appautoscaling/policy.d.ts";
import type { TargetArgs } from "@pulumi/aws/appautoscaling/target.d.ts";
import type { Properties } from "../../../engine/resource.ts";
import type { Handle, RenderContext } from "../../render.ts";
import type { Autoscaling } from "./scaling_fields.ts";

export const beginning = (replicas: number, { minReplicas, maxReplicas }: Autoscaling) =>
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
