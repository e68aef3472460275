import type { QueueArgs } from "@pulumi/aws/sqs/queue.d.ts";
import type { Properties, Value } from "../engine/resource.ts";
import { boolean, choice, component, integer, object } from "../schema/field.ts";
import { defineKind } from "./kind.ts";
import { arnOf } from "./shapes/arn.ts";
import { keyStatements, kmsKeyArn, kmsKeyField } from "./shapes/kms_key.ts";
import { receiverPolicy, sendersField } from "./shapes/receiver.ts";

const encryption = object({
  enabled: boolean({ doc: "Encrypt messages at rest", default: true }),
  kmsKeyId: kmsKeyField(),
  keyReusePeriod: integer({
    doc: "How long a data key is used before KMS is asked again",
    unit: "seconds",
    min: 60,
    max: 86_400,
    default: 300,
    aliases: ["kmsDataKeyReusePeriodSeconds"],
  }),
}, {
  doc: "Encryption at rest; a KMS key's own policy must let sns and s3 use it if they send here",
  default: {},
});

const deadLetterQueue = object({
  enabled: boolean({ doc: "Move messages that keep failing to a second queue", default: true }),
  component: component({
    doc: "An SQS component to move them to; without it a queue is created",
    kinds: ["SQS"],
  }),
  maxReceiveCount: integer({
    doc: "Times a message is received before it is moved there",
    min: 1,
    max: 1000,
    default: 5,
  }),
  messageRetentionPeriod: integer({
    doc: "How long a message is kept there, counted from when it was first sent",
    unit: "seconds",
    min: 60,
    max: 1_209_600,
    default: 1_209_600,
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
    senders: sendersField("queue"),
  },
  outputs: {
    queueUrl: { doc: "URL that clients send to and receive from", aliases: ["url"] },
    queueName: { doc: "Name of the queue", aliases: ["name"] },
    arn: { doc: "ARN of the queue", aliases: ["queueArn"] },
    deadLetterQueueUrl: { doc: "URL of the dead-letter queue; empty without one" },
    deadLetterQueueArn: { doc: "ARN of the dead-letter queue; empty without one" },
    kmsKeyArn: { doc: "ARN of the KMS key that encrypts messages; empty with AWS's own key" },
  },
  holdsData: false,
  proof: { level: "emulator" },
  example: `type: standard
visibilityTimeout: 300
deadLetterQueue:
  enabled: true
  maxReceiveCount: 3`,
  check(spec, report) {
    const { enabled, kmsKeyId } = spec.encryption;
    if (!enabled && kmsKeyId !== undefined) {
      report({
        code: "unused-key",
        path: ["encryption", "kmsKeyId"],
        at: "key",
        summary: '"kmsKeyId" has no use without encryption',
        why: "encryption.enabled is false",
        fix: 'set enabled: true, or remove "kmsKeyId"',
      });
    }
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
  checkUses(spec, used, report) {
    const id = spec.deadLetterQueue?.component;
    const other = id === undefined ? undefined : used(id);
    if (!other || other.spec.type === spec.type) return;
    report({
      code: "wrong-type",
      path: ["deadLetterQueue", "component"],
      summary: `A ${spec.type} queue can't move messages to "${id}"`,
      why: `"${id}" is a ${other.spec.type} queue, and AWS wants both of one type`,
      fix: `set type: ${spec.type} in "${id}"`,
    });
  },
  render(c) {
    const { spec } = c;
    const fifo = spec.type === "fifo";
    const suffix = fifo ? ".fifo" : "";
    const key = spec.encryption.enabled ? kmsKeyArn(c, spec.encryption.kmsKeyId) : undefined;
    const common: Properties<QueueArgs> = {
      ...(fifo && { fifoQueue: true }),
      ...(key === undefined
        ? { sqsManagedSseEnabled: spec.encryption.enabled }
        : { kmsMasterKeyId: key, kmsDataKeyReusePeriodSeconds: spec.encryption.keyReusePeriod }),
      tags: c.tags,
    };
    const policyFor = (name: string, open: boolean) =>
      receiverPolicy(c, {
        arn: arnOf(c, "sqs", name),
        action: "sqs:SendMessage",
        overTls: "sqs:*",
        services: open ? ["s3"] : [],
        ...(open && { open, senders: spec.senders }),
      });
    const failed = spec.deadLetterQueue?.enabled ? spec.deadLetterQueue : undefined;
    const other = c.targets.find((target) => target.id === failed?.component);
    let deadLetter: { arn: Value; url: Value } | undefined;
    if (other) deadLetter = { arn: other.outputs.arn!, url: other.outputs.queueUrl! };
    else if (failed) {
      // 80 characters with ".fifo": SQS, CreateQueue.
      const name = c.physicalName({ max: 80, suffix, part: "dlq" });
      const created = c.resource<QueueArgs>("aws:sqs/queue:Queue", "dead-letter", {
        ...common,
        name,
        messageRetentionSeconds: failed.messageRetentionPeriod,
        policy: policyFor(name, false),
      }, { physicalName: name, protect: spec.deletionProtection });
      deadLetter = { arn: created.attr("arn"), url: created.attr("url") };
    }
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
            deadLetterTargetArn: deadLetter.arn,
            maxReceiveCount: failed!.maxReceiveCount,
          },
        },
      }),
      policy: policyFor(name, true),
    }, { physicalName: name, protect: spec.deletionProtection });
    return {
      outputs: {
        queueUrl: queue.attr("url"),
        queueName: name,
        arn: queue.attr("arn"),
        deadLetterQueueUrl: deadLetter?.url ?? "",
        deadLetterQueueArn: deadLetter?.arn ?? "",
        kmsKeyArn: key ?? "",
      },
    };
  },
  access(outputs, { mode }) {
    const consume = [
      "sqs:ReceiveMessage",
      "sqs:DeleteMessage",
      "sqs:ChangeMessageVisibility",
      "sqs:GetQueueAttributes",
    ];
    const use = mode === "use" ? ["sqs:SendMessage", "sqs:GetQueueUrl"] : [];
    return [
      { actions: [...consume, ...use], resources: [outputs.arn] },
      // Sending needs a new data key, reading decrypts the one that came with the message.
      ...keyStatements(
        outputs.kmsKeyArn,
        mode === "use" ? ["kms:Decrypt", "kms:GenerateDataKey"] : ["kms:Decrypt"],
      ),
    ];
  },
});
