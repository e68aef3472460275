import type { FindUsed } from "../kind.ts";
import { given, refuse, type Report } from "../report.ts";
import type { EventTarget } from "./target_fields.ts";

/** Rules between a target and the component that it names. */
export function checkTargetUse(
  target: EventTarget,
  used: FindUsed,
  report: Report,
): void {
  const receiver = target.component === undefined ? undefined : used(target.component);
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
