import type { ScheduleArgs } from "@pulumi/aws/scheduler/schedule.d.ts";
import { boolean, choice, integer, text } from "../schema/field.ts";
import { nearest } from "../schema/nearest.ts";
import { directTarget } from "./cron_job/direct.ts";
import { guardedTarget } from "./cron_job/guarded.ts";
import { defineKind } from "./kind.ts";
import { configFiles } from "./shapes/container/config_files.ts";
import { checkContainer, containerFields } from "./shapes/container/fields.ts";
import { task } from "./shapes/container/task.ts";
import { SCHEDULE_EXAMPLES, scheduleExpression } from "./shapes/schedule.ts";

export const cronJob = defineKind({
  name: "CronJob",
  group: "Containers",
  summary: "Container that runs at set times (EventBridge Scheduler, Amazon ECS on Fargate)",
  fields: {
    schedule: text({
      doc: "When it runs: rate(5 minutes), cron(0 3 * * ? *), or Unix cron",
      required: true,
      example: "cron(0 3 * * ? *)",
    }),
    timezone: text({
      doc: "Time zone of the schedule",
      default: "UTC",
      example: "Europe/Berlin",
    }),
    enabled: boolean({ doc: "false keeps the job but stops its runs", default: true }),
    ...containerFields,
    retries: integer({
      doc: "Times that a failed run is repeated, at growing intervals",
      min: 0,
      max: 10,
      default: 0,
    }),
    concurrency: choice(["allow", "forbid"], {
      doc: "forbid: leave a run out while the one before it still works",
      default: "allow",
    }),
    timeoutMinutes: integer({
      doc: "Longest that a run may take; default: no limit",
      unit: "minutes",
      min: 1,
      max: 20_160,
    }),
  },
  outputs: {
    ruleArn: { doc: "ARN of the schedule", aliases: ["scheduleArn", "arn"] },
    taskDefinitionArn: { doc: "ARN of the task definition, with its revision" },
    clusterArn: { doc: "ARN of the ECS cluster" },
    logGroup: { doc: "Log group of its containers" },
  },
  holdsData: false,
  proof: { level: "emulator", note: "nothing runs" },
  example: `schedule: cron(0 3 * * ? *)
timezone: Europe/Berlin
image:
  repository: 123456789012.dkr.ecr.us-east-1.amazonaws.com/reports
  tag: "1.0.0"
command: [node, report.js]
concurrency: forbid
retries: 2`,
  check(spec, report) {
    checkContainer(spec, report);
    if (scheduleExpression(spec.schedule) === undefined) {
      report({
        code: "wrong-value",
        path: ["schedule"],
        summary: `"${spec.schedule}" is not a schedule`,
        why: "EventBridge's cron has six fields, with ? for one of the two days",
        fix: `write it as ${SCHEDULE_EXAMPLES}`,
      });
    }
    if (!isTimeZone(spec.timezone)) {
      const meant = nearest(spec.timezone, Intl.supportedValuesOf("timeZone"));
      report({
        code: "wrong-value",
        path: ["timezone"],
        summary: `"${spec.timezone}" is not a time zone`,
        why: "zones are named as in the IANA database: Europe/Berlin",
        fix: `set timezone: ${meant ?? "UTC"}`,
        replacement: meant,
      });
    }
  },
  files: (spec) => configFiles(spec.configs),
  render(c) {
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
  },
});

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}
