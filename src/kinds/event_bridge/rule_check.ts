import type { Json } from "../../state/document.ts";
import { refuse, type Report, under } from "../report.ts";
import { checkEventSource } from "../shapes/event_source.ts";
import { SCHEDULE_EXAMPLES, scheduleExpression } from "../shapes/schedule.ts";
import type { Rule } from "./rule_fields.ts";

/** Rules between the fields of one rule. */
export function checkRule(rule: Rule, ownBus: boolean, report: Report): void {
  if (rule.schedule !== undefined) {
    if (ownBus) {
      report({
        code: "default-bus-only",
        path: ["schedule"],
        at: "key",
        summary: "A schedule needs the account's default bus",
        why: "EventBridge runs schedules on no other",
        fix: 'remove "bus" and "existingBus", or give a pattern',
      });
    }
    if (scheduleExpression(rule.schedule) === undefined) {
      report({
        code: "wrong-schedule",
        path: ["schedule"],
        summary: `"schedule" is no schedule that EventBridge understands: "${rule.schedule}"`,
        why: "a rate has a number and a unit; a cron names a day of the month or of the week",
        fix: `write ${SCHEDULE_EXAMPLES}`,
      });
    }
  }
  if (rule.pattern !== undefined) {
    checkPattern(rule.pattern, ["pattern"], report);
    if (!ownBus) checkEventSource(rule.pattern, ["pattern"], report);
  }
  rule.targets.forEach((target, i) => {
    if (target.roleArn === undefined || target.component === undefined) return;
    refuse(under(report, "targets", i), ["roleArn"], {
      code: "own-role",
      what: "is not for components",
      why: "panka makes a role that may do what this target needs",
    });
  });
}

/** Every leaf of an event pattern is a list: EventBridge, "Event patterns". */
function checkPattern(pattern: Json, path: (string | number)[], report: Report): void {
  if (Array.isArray(pattern)) return;
  if (typeof pattern === "object" && pattern !== null && !("$from" in pattern)) {
    // Under these two a list holds whole patterns.
    for (const [key, item] of Object.entries(pattern)) checkPattern(item, [...path, key], report);
    if (path.length === 1 && Object.keys(pattern).length === 0) {
      report({
        code: "empty-pattern",
        path,
        summary: '"pattern" matches nothing',
        why: "EventBridge refuses an empty pattern",
        fix: "add source: [aws.s3], or another field of the event",
      });
    }
    return;
  }
  const shown = typeof pattern === "object" ? "…" : String(pattern);
  report({
    code: "wrong-pattern",
    path,
    summary: `"${path.at(-1)}" must be a list of accepted values`,
    why: "event patterns compare every field with a list",
    fix: `${path.at(-1)}: [${shown}]`,
  });
}
