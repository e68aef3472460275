import type { TopicArgs } from "@pulumi/aws/sns/topic.d.ts";
import type { TopicPolicyArgs } from "@pulumi/aws/sns/topicPolicy.d.ts";
import { boolean, choice, list, object, text } from "../schema/field.ts";
import { defineKind } from "./kind.ts";
import { under } from "./report.ts";
import { keyStatements, kmsKeyArn, kmsKeyField } from "./shapes/kms_key.ts";
import { receiverPolicy, sendersField } from "./shapes/receiver.ts";
import { subscribe } from "./sns/subscribe.ts";
import { subscription } from "./sns/subscription.ts";
import { checkSubscriber, checkSubscription } from "./sns/subscription_rules.ts";

const encryption = object({
  enabled: boolean({ doc: "Encrypt messages at rest", default: true }),
  kmsKeyId: kmsKeyField(),
}, {
  doc:
    "Encryption at rest; S3 and CloudWatch can publish only with a key of your own, or without encryption",
  default: {},
});

/** Limits: AWS, "Amazon SNS endpoints and quotas" and CreateTopic. */
export const sns = defineKind({
  name: "SNS",
  group: "Messaging",
  summary: "Topic that passes each message on to all its subscribers (Amazon SNS)",
  fields: {
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
  },
  outputs: {
    topicArn: { doc: "ARN of the topic", aliases: ["arn"] },
    topicName: { doc: "Name of the topic", aliases: ["name"] },
    kmsKeyArn: { doc: "ARN of the KMS key that encrypts messages; empty with AWS's own key" },
  },
  holdsData: false,
  proof: { level: "emulator", note: "whether an e-mail address or a URL confirms" },
  example: `displayName: Order events
subscriptions:
  - protocol: email
    endpoint: oncall@example.com
  - protocol: https
    endpoint: https://hooks.example.com/orders
    filterPolicy:
      event: [created, cancelled]`,
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
    if (!spec.fifoTopic) {
      for (const field of ["contentBasedDeduplication", "fifoThroughputScope"] as const) {
        if (spec[field] === undefined) continue;
        report({
          code: "fifo-only",
          path: [field],
          at: "key",
          summary: `"${field}" needs a fifo topic`,
          why: "fifoTopic is false",
          fix: `remove "${field}", or set fifoTopic: true`,
        });
      }
    }
    spec.subscriptions.forEach((item, i) =>
      checkSubscription(
        item,
        spec.fifoTopic,
        under(report, "subscriptions", i),
      )
    );
  },
  checkUses(spec, used, report) {
    spec.subscriptions.forEach((item, i) =>
      checkSubscriber(
        item,
        spec.fifoTopic,
        used,
        under(report, "subscriptions", i),
      )
    );
  },
  render(c) {
    const { spec } = c;
    const key = spec.encryption.enabled ? kmsKeyArn(c, spec.encryption.kmsKeyId) : undefined;
    // 256 characters of letters, digits, - and _, with ".fifo": SNS, CreateTopic.
    const name = c.physicalName({
      max: 256,
      allowed: /[\w-]/,
      suffix: spec.fifoTopic ? ".fifo" : "",
    });
    const topic = c.resource<TopicArgs>("aws:sns/topic:Topic", "topic", {
      name,
      displayName: spec.displayName,
      ...(spec.fifoTopic && {
        fifoTopic: true,
        contentBasedDeduplication: spec.contentBasedDeduplication,
        fifoThroughputScope: spec.fifoThroughputScope,
      }),
      kmsMasterKeyId: key ?? (spec.encryption.enabled ? "alias/aws/sns" : undefined),
      tracingConfig: spec.tracing,
      tags: c.tags,
    }, { physicalName: name, protect: spec.deletionProtection });
    const topicArn = topic.attr("arn");
    const policy = c.resource<TopicPolicyArgs>("aws:sns/topicPolicy:TopicPolicy", "policy", {
      arn: topicArn,
      policy: receiverPolicy(c, {
        arn: topicArn,
        action: "sns:Publish",
        overTls: "sns:Publish",
        services: ["s3", "cloudwatch"],
        senders: spec.senders,
      }),
    });
    subscribe(c, topicArn, spec.subscriptions);
    return {
      // By way of the policy: S3 tries to publish when it is told of the topic.
      outputs: { topicArn: policy.attr("arn"), topicName: name, kmsKeyArn: key ?? "" },
    };
  },
  access(outputs, { mode }) {
    // A subscriber gets what is sent and asks for nothing.
    if (mode === "consume") return [];
    return [
      { actions: ["sns:Publish"], resources: [outputs.topicArn] },
      ...keyStatements(outputs.kmsKeyArn, ["kms:Decrypt", "kms:GenerateDataKey"]),
    ];
  },
});
