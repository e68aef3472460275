import { nearest } from "../../schema/nearest.ts";
import type { Report } from "../report.ts";
import { checkContainer } from "../shapes/container/check.ts";
import { SCHEDULE_EXAMPLES, scheduleExpression } from "../shapes/schedule.ts";
import type { CronJobSpec } from "./fields.ts";

/** Rules between the fields of a job. */
export function checkCronJob(spec: CronJobSpec, report: Report): void {
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
}

/** Whether it is the name of a time zone, such as Europe/Berlin. */
function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}
