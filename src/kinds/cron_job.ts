import { checkCronJob } from "./cron_job/check.ts";
import { cronJobFields } from "./cron_job/fields.ts";
import { renderCronJob } from "./cron_job/render.ts";
import { defineKind } from "./kind.ts";
import { configFiles } from "./shapes/container/config_files.ts";

export const cronJob = defineKind({
  name: "CronJob",
  group: "Containers",
  summary: "Container that runs at set times (EventBridge Scheduler, Amazon ECS on Fargate)",
  fields: cronJobFields,
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
  check: checkCronJob,
  files: (spec) => configFiles(spec.configs),
  render: renderCronJob,
});
