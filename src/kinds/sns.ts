import { defineKind } from "./kind.ts";
import { given, refuse, under } from "./report.ts";
import { checkKey, keyStatements } from "./shapes/kms_key.ts";
import { snsFields } from "./sns/fields.ts";
import { checkSubscriber, checkSubscription } from "./sns/subscription_rules.ts";
import { renderTopic } from "./sns/topic.ts";

/** Limits: AWS, "Amazon SNS endpoints and quotas" and CreateTopic. */
export const sns = defineKind({
  name: "SNS",
  group: "Messaging",
  summary: "Topic that passes each message on to all its subscribers (Amazon SNS)",
  fields: snsFields,
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
    checkKey(spec.encryption, report);
    if (!spec.fifoTopic) {
      refuse(report, given(spec, ["contentBasedDeduplication", "fifoThroughputScope"]), {
        code: "fifo-only",
        what: "needs a fifo topic",
        why: "fifoTopic is false",
        or: "set fifoTopic: true",
      });
    }
    spec.subscriptions.forEach((item, i) =>
      checkSubscription(item, spec.fifoTopic, under(report, "subscriptions", i))
    );
  },
  checkUses(spec, used, report) {
    spec.subscriptions.forEach((item, i) =>
      checkSubscriber(item, spec.fifoTopic, used, under(report, "subscriptions", i))
    );
  },
  render: renderTopic,
  access(outputs, { mode }) {
    // A subscriber gets what is sent and asks for nothing.
    if (mode === "consume") return [];
    return [
      { actions: ["sns:Publish"], resources: [outputs.topicArn] },
      ...keyStatements(outputs.kmsKeyArn, ["kms:Decrypt", "kms:GenerateDataKey"]),
    ];
  },
});
