import { boolean, choice, type InferFields, integer, text } from "../../schema/field.ts";
import type { CommonSpec } from "../common_fields.ts";
import { containerFields } from "../shapes/container/fields.ts";

export const cronJobFields = {
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
};

export type CronJobSpec = InferFields<typeof cronJobFields> & CommonSpec;
