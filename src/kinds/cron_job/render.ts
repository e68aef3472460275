import type { ScheduleArgs } from "@pulumi/aws/scheduler/schedule.d.ts";
import type { RenderContext } from "../render.ts";
import { task } from "../shapes/container/task.ts";
import { scheduleExpression } from "../shapes/schedule.ts";
import { directTarget } from "./direct.ts";
import type { CronJobSpec } from "./fields.ts";
import { guardedTarget } from "./guarded.ts";

/** The task, and the schedule that runs it. */
export function renderCronJob(c: RenderContext<CronJobSpec>) {
  const { spec } = c;
  const running = task(c);
  const guarded = spec.concurrency === "forbid" || spec.retries > 0 ||
    spec.timeoutMinutes !== undefined;
  const target = guarded ? guardedTarget(c, running) : directTarget(c, running);
  // 64 letters, digits, . - and _: EventBridge Scheduler, CreateSchedule.
  const name = c.physicalName({ max: 64, allowed: /[\w.-]/ });
  const schedule = c.resource<ScheduleArgs>("aws:scheduler/schedule:Schedule", "schedule", {
    name,
    description: c.description?.slice(0, 512),
    scheduleExpression: scheduleExpression(spec.schedule)!,
    scheduleExpressionTimezone: spec.timezone,
    state: spec.enabled ? "ENABLED" : "DISABLED",
    flexibleTimeWindow: { mode: "OFF" },
    target: target.properties,
  }, { physicalName: name, dependsOn: target.ready });
  return {
    outputs: {
      ruleArn: schedule.attr("arn"),
      taskDefinitionArn: running.definition.attr("arn"),
      clusterArn: running.cluster.attr("arn"),
      logGroup: running.logGroup.attr("name"),
    },
  };
}
