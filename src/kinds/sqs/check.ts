import type { FindUsed } from "../kind.ts";
import { given, refuse, type Report } from "../report.ts";
import { checkKey } from "../shapes/kms_key.ts";
import type { SqsSpec } from "./fields.ts";

/** Rules between the fields of a queue. */
export function checkQueue(spec: SqsSpec, report: Report): void {
  checkKey(spec.encryption, report);
  if (spec.type === "fifo") {
    if (
      spec.fifoThroughputLimit === "perMessageGroupId" &&
      spec.deduplicationScope !== "messageGroup"
    ) {
      report({
        code: "fifo-throughput",
        path: ["fifoThroughputLimit"],
        summary: "A limit per message group needs duplicates looked for in the group",
        why: "AWS refuses perMessageGroupId with deduplicationScope queue",
        fix: "set deduplicationScope: messageGroup",
      });
    }
    return;
  }
  const fields = [
    "contentBasedDeduplication",
    "deduplicationScope",
    "fifoThroughputLimit",
  ] as const;
  refuse(report, given(spec, fields), {
    code: "fifo-only",
    what: "needs a fifo queue",
    why: `type is ${spec.type}`,
    or: "set type: fifo",
  });
}

/** A queue moves messages to one of its own type only. */
export function checkDeadLetters(spec: SqsSpec, used: FindUsed, report: Report): void {
  const id = spec.deadLetterQueue?.component;
  const other = used(id);
  if (!other || other.spec.type === spec.type) return;
  report({
    code: "wrong-type",
    path: ["deadLetterQueue", "component"],
    summary: `A ${spec.type} queue can't move messages to "${id}"`,
    why: `"${id}" is a ${other.spec.type} queue, and AWS wants both of one type`,
    fix: `set type: ${spec.type} in "${id}"`,
  });
}
