import {
  boolean,
  choice,
  component,
  type InferFields,
  integer,
  object,
} from "../../schema/field.ts";
import type { CommonSpec } from "../common_fields.ts";
import { kmsKeyField } from "../shapes/kms_key.ts";
import { sendersField } from "../shapes/receiver.ts";

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

export const sqsFields = {
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
};

export type SqsSpec = InferFields<typeof sqsFields> & CommonSpec;
