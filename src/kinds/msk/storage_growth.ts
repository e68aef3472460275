import type { PolicyArgs } from "@pulumi/aws/appautoscaling/policy.d.ts";
import type { TargetArgs } from "@pulumi/aws/appautoscaling/target.d.ts";
import type { Handle, RenderContext } from "../render.ts";

/** Share of a broker's disk at which it grows: AWS recommends 50 to 60. */
const GROW_AT_PERCENT = 60;

/** Lets the brokers' disks grow as they fill. */
export function grow(c: RenderContext<unknown>, cluster: Handle, maxStorageGB: number): void {
  const target = c.resource<TargetArgs>("aws:appautoscaling/target:Target", "storage-scaling", {
    serviceNamespace: "kafka",
    scalableDimension: "kafka:broker-storage:VolumeSize",
    resourceId: cluster.attr("arn"),
    minCapacity: 1,
    maxCapacity: maxStorageGB,
    tags: c.tags,
  });
  // 256 characters: Application Auto Scaling, PutScalingPolicy.
  const name = c.physicalName({ max: 256, part: "storage" });
  c.resource<PolicyArgs>("aws:appautoscaling/policy:Policy", "storage-scaling-policy", {
    name,
    policyType: "TargetTrackingScaling",
    serviceNamespace: target.attr("serviceNamespace"),
    scalableDimension: target.attr("scalableDimension"),
    resourceId: target.attr("resourceId"),
    targetTrackingScalingPolicyConfiguration: {
      predefinedMetricSpecification: { predefinedMetricType: "KafkaBrokerStorageUtilization" },
      targetValue: GROW_AT_PERCENT,
      // Disks can't shrink.
      disableScaleIn: true,
    },
  }, { physicalName: name });
}
