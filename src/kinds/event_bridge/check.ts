import type { Json } from "../../state/document.ts";
import type { FindUsed } from "../kind.ts";
import { given, refuse, type Report, under } from "../report.ts";
import { checkEventSource } from "../shapes/event_source.ts";
import { SCHEDULE_EXAMPLES, scheduleExpression } from "../shapes/schedule.ts";
import type { EventBridgeSpec, EventTarget, Rule } from "./fields.ts";

/** Rules between the fields of a bus and its rules. */
export function checkEventBridge(spec: EventBridgeSpec, report: Report): void {
  const own = spec.bus === "own";
  if (own && spec.existingBus !== undefined) {
    refuse(report, ["existingBus"], {
      code: "exclusive-fields",
      what: 'and "bus: own" can\'t be given together',
      why: "a rule is on one bus",
      or: '"bus"',
    });
  }
  for (const field of ["allowedAccounts", "kmsKeyId"] as const) {
    const given = field === "kmsKeyId" ? spec.kmsKeyId !== undefined : spec[field].length > 0;
    if (own || !given) continue;
    report({
      code: "own-bus-only",
      path: [field],
      at: "key",
      summary: `"${field}" needs a bus of the component's own`,
      why: "other buses are shared, and so are their settings",
      fix: `set bus: own, or remove "${field}"`,
    });
  }
  spec.rules.forEach((item, i) =>
    checkRule(item, own || spec.existingBus !== undefined, under(report, "rules", i))
  );
}

/** Rules between the fields of one rule. */
function checkRule(rule: Rule, ownBus: boolean, report: Report): void {
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

/** Rules between a target and the component that it names. */
export function checkTargetUse(target: EventTarget, used: FindUsed, report: Report): void {
  const receiver = used(target.component);
  if (!receiver) return;
  const fifo = receiver.kind.name === "SQS" && receiver.spec.type === "fifo";
  if (fifo && target.messageGroupId === undefined) {
    report({
      code: "missing-field",
      path: ["component"],
      summary: 'A fifo queue as target needs "messageGroupId"',
      why: "messages are in order within a group",
      fix: "add messageGroupId: events",
    });
  }
  if (!fifo) {
    refuse(report, given(target, ["messageGroupId"]), {
      code: "fifo-only",
      what: "needs a fifo queue as target",
      why: `"${target.component}" is none`,
    });
  }
  if (receiver.kind.name === "SNS" && receiver.spec.fifoTopic === true) {
    report({
      code: "fifo-topic",
      path: ["component"],
      summary: "EventBridge can't publish to a fifo topic",
      why: "it sends no message group",
      fix: "name a topic with fifoTopic: false, or a fifo queue",
    });
  }
}
