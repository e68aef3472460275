import { nearest } from "../../schema/nearest.ts";
import type { Report } from "../report.ts";
import { checkContainer } from "../shapes/container/check.ts";
import { checkSchedule } from "../shapes/schedule.ts";
import type { CronJobSpec } from "./fields.ts";

/** Rules between the fields of a job. */
export function checkCronJob(spec: CronJobSpec, report: Report): void {
  checkContainer(spec, report);
  checkSchedule(spec.schedule, ["schedule"], report);
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
