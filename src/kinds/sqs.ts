import type { QueueArgs } from "@pulumi/aws/sqs/queue.d.ts";
import type { Properties } from "../engine/resource.ts";
import { boolean, choice, integer, object, text } from "../schema/field.ts";
import { defineKind } from "./kind.ts";

const encryption = object({
  enabled: boolean({ doc: "Encrypt messages at rest", default: true }),
  kmsKeyId: text({ doc: "KMS key id, ARN or alias; without it AWS's own key (SSE-SQS) is used" }),
}, { doc: "Encryption at rest", default: {} });

const deadLetterQueue = object({
  enabled: boolean({ doc: "Create a second queue for messages that keep failing", default: true }),
  maxReceiveCount: integer({
    doc: "Times a message is received before it is moved there",
    min: 1,
    max: 1000,
    default: 5,
  }),
}, { doc: "Where messages go that can't be processed" });

/** Limits: AWS, "Amazon SQS message quotas" and SetQueueAttributes. */
export const sqs = defineKind({
  name: "SQS",
  group: "Messaging",
  summary: "Message queue (Amazon SQS)",
  fields: {
    type: choice(["standard", "fifo"], {
      doc: "standard: at least once, any order; fifo: exactly once, in order",
      default: "standard",
      replaces: "AWS can't change the type of a queue",
    }),
    messageRetentionPeriod: integer({
      doc: "How long an unread message is kept",
      unit: "seconds",
      min: 60,
      max: 1_209_600,
      default: 345_600,
    }),
    visibilityTimeout: integer({
      doc: "How long a received message stays hidden from other readers",
      unit: "seconds",
      min: 0,
      max: 43_200,
      default: 30,
    }),
    maxMessageSize: integer({
      doc: "Largest message",
      unit: "bytes",
      min: 1024,
      max: 1_048_576,
      default: 262_144,
    }),
    receiveWaitTime: integer({
      doc: "How long a read waits for a message (long polling)",
      unit: "seconds",
      min: 0,
      max: 20,
      default: 0,
    }),
    delaySeconds: integer({
      doc: "How long a new message stays hidden",
      unit: "seconds",
      min: 0,
      max: 900,
      default: 0,
    }),
    deadLetterQueue,
    contentBasedDeduplication: boolean({
      doc: "fifo: take a hash of the body as deduplication id",
    }),
    deduplicationScope: choice(["messageGroup", "queue"], {
      doc: "fifo: where duplicates are looked for",
    }),
    fifoThroughputLimit: choice(["perQueue", "perMessageGroupId"], {
      doc: "fifo: what the throughput limit counts for",
    }),
    encryption,
  },
  outputs: {
    queueUrl: { doc: "URL that clients send to and receive from", aliases: ["url"] },
    queueName: { doc: "Name of the queue", aliases: ["name"] },
    arn: { doc: "ARN of the queue", aliases: ["queueArn"] },
    deadLetterQueueUrl: { doc: "URL of the dead-letter queue; empty without one" },
  },
  holdsData: false,
  proof: { level: "emulator" },
  example: `type: standard
visibilityTimeout: 300
deadLetterQueue:
  enabled: true
  maxReceiveCount: 3`,
  check(spec, report) {
    if (spec.type === "fifo") return;
    for (
      const field of [
        "contentBasedDeduplication",
        "deduplicationScope",
        "fifoThroughputLimit",
      ] as const
    ) {
      if (spec[field] === undefined) continue;
      report({
        code: "fifo-only",
        path: [field],
        at: "key",
        summary: `"${field}" needs a fifo queue`,
        why: `type is ${spec.type}`,
        fix: `remove "${field}", or set type: fifo`,
      });
    }
  },
  render(c) {
    const { spec } = c;
    const fifo = spec.type === "fifo";
    const suffix = fifo ? ".fifo" : "";
    const common: Properties<QueueArgs> = {
      ...(fifo && { fifoQueue: true }),
      ...(spec.encryption.enabled && spec.encryption.kmsKeyId
        ? { kmsMasterKeyId: spec.encryption.kmsKeyId }
        : { sqsManagedSseEnabled: spec.encryption.enabled }),
      tags: c.tags,
    };
    const deadLetterName = c.physicalName({ max: 80, suffix, part: "dlq" });
    const deadLetter = spec.deadLetterQueue?.enabled
      ? c.resource<QueueArgs>("aws:sqs/queue:Queue", "dead-letter", {
        ...common,
        name: deadLetterName,
        messageRetentionSeconds: 1_209_600,
      }, { physicalName: deadLetterName })
      : undefined;
    const name = c.physicalName({ max: 80, suffix });
    const queue = c.resource<QueueArgs>("aws:sqs/queue:Queue", "queue", {
      ...common,
      name,
      messageRetentionSeconds: spec.messageRetentionPeriod,
      visibilityTimeoutSeconds: spec.visibilityTimeout,
      maxMessageSize: spec.maxMessageSize,
      receiveWaitTimeSeconds: spec.receiveWaitTime,
      delaySeconds: spec.delaySeconds,
      ...(fifo && {
        contentBasedDeduplication: spec.contentBasedDeduplication,
        deduplicationScope: spec.deduplicationScope,
        fifoThroughputLimit: spec.fifoThroughputLimit,
      }),
      ...(deadLetter && {
        redrivePolicy: {
          $json: {
            deadLetterTargetArn: deadLetter.attr("arn"),
            maxReceiveCount: spec.deadLetterQueue!.maxReceiveCount,
          },
        },
      }),
    }, { physicalName: name });
    return {
      outputs: {
        queueUrl: queue.attr("url"),
        queueName: name,
        arn: queue.attr("arn"),
        deadLetterQueueUrl: deadLetter?.attr("url") ?? "",
      },
    };
  },
  access(outputs, { mode }) {
    const actions = mode === "consume"
      ? [
        "sqs:ReceiveMessage",
        "sqs:DeleteMessage",
        "sqs:ChangeMessageVisibility",
        "sqs:GetQueueAttributes",
      ]
      : [
        "sqs:SendMessage",
        "sqs:ReceiveMessage",
        "sqs:DeleteMessage",
        "sqs:ChangeMessageVisibility",
        "sqs:GetQueueAttributes",
        "sqs:GetQueueUrl",
      ];
    return [{ actions, resources: [outputs.arn] }];
  },
});
