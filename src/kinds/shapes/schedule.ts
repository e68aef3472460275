import type { Path } from "../../schema/problem.ts";
import type { Report } from "../report.ts";
const UNIT = /^rate\(\s*([1-9]\d*)\s+(minute|hour|day)(s?)\s*\)$/;

/**
 * A schedule as EventBridge takes it: `rate(5 minutes)` and `cron(0 3 * * ? *)` as they are, and the
 * five fields of Unix (`0 3 * * 1`), with weekdays from 0 or 7 (Sunday), turned into the latter.
 * Undefined when it is none of these, or names both a day of the month and a weekday, which EventBridge can't.
 */
export function scheduleExpression(text: string): string | undefined {
  const trimmed = text.trim();
  const rate = UNIT.exec(trimmed);
  if (rate) {
    const [, count, unit] = rate;
    // EventBridge insists on the right number: 1 minute, 2 minutes.
    return `rate(${count} ${unit}${count === "1" ? "" : "s"})`;
  }
  const inner = /^cron\((.*)\)$/.exec(trimmed)?.[1];
  const fields = (inner ?? trimmed).trim().split(/\s+/);
  if (!fields.every((field) => /^[\w*?,\-/#]+$/.test(field))) return undefined;
  if (inner !== undefined) {
    const [, , day, , weekday] = fields;
    const one = (day === "?") !== (weekday === "?");
    return fields.length === 6 && one ? `cron(${fields.join(" ")})` : undefined;
  }
  if (fields.length !== 5) return undefined;
  const [minute, hour, day, month, weekday] = fields as [string, string, string, string, string];
  if (weekday === "*") return `cron(${minute} ${hour} ${day} ${month} ? *)`;
  if (day !== "*") return undefined;
  return `cron(${minute} ${hour} ? ${month} ${weekdays(weekday)} *)`;
}

/** Unix counts weekdays from 0, EventBridge from 1; what follows a slash is a step. */
const weekdays = (field: string): string =>
  field.replace(
    /(^|[^/\w])(\d)/g,
    (_, before: string, day: string) => before + String(Number(day) % 7 + 1),
  );

export const SCHEDULE_EXAMPLES = 'rate(5 minutes), cron(0 3 * * ? *) or "0 3 * * *"';

/** Reports a schedule that is none. */
export function checkSchedule(schedule: string, path: Path, report: Report): void {
  if (scheduleExpression(schedule) !== undefined) return;
  report({
    code: "wrong-value",
    path,
    summary: `"${schedule}" is not a schedule`,
    why: "EventBridge's cron has six fields, with ? for one of the two days",
    fix: `write it as ${SCHEDULE_EXAMPLES}`,
  });
}

/**
 * What a rule with a schedule waits for besides: nothing that there is. A tenant's rules on the account's bus must say
 * whose events they hear, and IAM does not see that a rule hears none.
 */
export const scheduledPattern = (tenant: string | undefined) =>
  tenant === undefined ? undefined : { $json: { source: [`panka.schedule.${tenant}`] } };
