import type { PolicyArgs } from "@pulumi/aws/appautoscaling/policy.d.ts";
import type { TargetArgs } from "@pulumi/aws/appautoscaling/target.d.ts";
import type { Handle, RenderContext } from "../render.ts";
import type { DynamoDBSpec } from "./fields.ts";

/** Lets the capacity of the table and of its global indexes follow the load. */
export function renderScaling(c: RenderContext<DynamoDBSpec>, table: Handle): void {
  const { autoscaling, globalSecondaryIndexes } = c.spec;
  if (!autoscaling?.enabled) return;
  for (const index of [undefined, ...globalSecondaryIndexes.map((index) => index.name)]) {
    for (const direction of ["read", "write"] as const) {
      const { min, max, targetPercent } = autoscaling[direction];
      const word = direction === "read" ? "Read" : "Write";
      const key = index === undefined ? direction : `index-${index}-${direction}`;
      const target = c.resource<TargetArgs>(
        "aws:appautoscaling/target:Target",
        `scaling-${key}`,
        {
          serviceNamespace: "dynamodb",
          resourceId: {
            $join: [
              "table/",
              table.attr("name"),
              ...(index === undefined ? [] : [`/index/${index}`]),
            ],
          },
          scalableDimension: `dynamodb:${
            index === undefined ? "table" : "index"
          }:${word}CapacityUnits`,
          minCapacity: min,
          maxCapacity: max,
          tags: c.tags,
        },
      );
      // 256 characters: Application Auto Scaling, PutScalingPolicy.
      const name = c.physicalName({ max: 256, part: key });
      c.resource<PolicyArgs>("aws:appautoscaling/policy:Policy", `scaling-policy-${key}`, {
        name,
        policyType: "TargetTrackingScaling",
        serviceNamespace: target.attr("serviceNamespace"),
        resourceId: target.attr("resourceId"),
        scalableDimension: target.attr("scalableDimension"),
        targetTrackingScalingPolicyConfiguration: {
          predefinedMetricSpecification: {
            predefinedMetricType: `DynamoDB${word}CapacityUtilization`,
          },
          targetValue: targetPercent,
        },
      }, { physicalName: name });
    }
  }
}
