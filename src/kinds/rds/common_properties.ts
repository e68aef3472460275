import type { InstanceArgs } from "@pulumi/aws/rds/instance.d.ts";
import type { Properties } from "../../engine/resource.ts";
import type { RenderContext } from "../render.ts";
import type { RoleHandle } from "../shapes/role.ts";
import type { RdsSpec } from "./fields.ts";
import { hasInsights } from "./monitoring.ts";
import type { Surroundings } from "./surroundings.ts";

/** What the server and its replicas have alike. */
export function commonProperties(
  c: RenderContext<RdsSpec>,
  s: Surroundings,
  role: RoleHandle | undefined,
): Omit<Properties<InstanceArgs>, "instanceClass"> {
  const { instance, database, maintenance, monitoring } = c.spec;
  return {
    storageType: instance.storage.type,
    port: s.port,
    parameterGroupName: s.parameterGroup.attr("name"),
    vpcSecurityGroupIds: s.securityGroupIds,
    publiclyAccessible: false,
    iamDatabaseAuthenticationEnabled: database.iamAuthentication,
    monitoringInterval: role ? monitoring.monitoringInterval : 0,
    monitoringRoleArn: role?.attr("arn"),
    autoMinorVersionUpgrade: maintenance.autoMinorVersionUpgrade,
    applyImmediately: maintenance.applyImmediately,
    copyTagsToSnapshot: true,
    tags: c.tags,
  };
}

/** Performance Insights of a server of this class. */
export function insights(c: RenderContext<RdsSpec>, s: Surroundings, instanceClass: string) {
  const { engine, monitoring } = c.spec;
  const performanceInsightsEnabled = hasInsights(engine.type, instanceClass) &&
    (monitoring.performanceInsights ?? true);
  if (!performanceInsightsEnabled) return { performanceInsightsEnabled };
  return {
    performanceInsightsEnabled,
    performanceInsightsRetentionPeriod: monitoring.performanceInsightsRetentionDays,
    performanceInsightsKmsKeyId: s.kmsKeyArn,
  };
}
