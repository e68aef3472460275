import { boolean, choice, type InferFields, list, object, text } from "../../schema/field.ts";
import type { CommonSpec } from "../common_fields.ts";
import { kmsKeyField } from "../shapes/kms_key.ts";
import { sendersField } from "../shapes/receiver.ts";
import { subscription } from "./subscription.ts";

const encryption = object({
  enabled: boolean({ doc: "Encrypt messages at rest", default: true }),
  kmsKeyId: kmsKeyField(),
}, {
  doc:
    "Encryption at rest; S3 and CloudWatch can publish only with a key of your own, or without encryption",
  default: {},
});

export const snsFields = {
  displayName: text({ doc: "Name that e-mails and texts come from", maxLength: 100 }),
  fifoTopic: boolean({
    doc: "Keep messages in order and pass each on exactly once; only to queues",
    default: false,
    aliases: ["fifo"],
    replaces: "AWS can't change the type of a topic",
  }),
  contentBasedDeduplication: boolean({
    doc: "With fifoTopic: take a hash of the body as deduplication id",
  }),
  fifoThroughputScope: choice(["Topic", "MessageGroup"], {
    doc: "With fifoTopic: what the throughput limit counts for",
  }),
  subscriptions: list(subscription, { doc: "Who gets the messages", default: [] }),
  encryption,
  tracing: choice(["Active", "PassThrough"], {
    doc: "Active: X-Ray samples messages; PassThrough: only those that came with a trace",
  }),
  senders: sendersField("topic"),
};

export type SnsSpec = InferFields<typeof snsFields> & CommonSpec;
