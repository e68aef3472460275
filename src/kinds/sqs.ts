import { defineKind } from "./kind.ts";
import { FROM_QUEUE } from "./shapes/consume.ts";
import { keyStatements } from "./shapes/kms_key.ts";
import { checkDeadLetters, checkQueue } from "./sqs/check.ts";
import { sqsFields } from "./sqs/fields.ts";
import { renderQueues } from "./sqs/queues.ts";

/** Limits: AWS, "Amazon SQS message quotas" and SetQueueAttributes. */
export const sqs = defineKind({
  name: "SQS",
  group: "Messaging",
  summary: "Message queue (Amazon SQS)",
  fields: sqsFields,
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
  check: checkQueue,
  checkUses: checkDeadLetters,
  render: renderQueues,
  access(outputs, { mode }) {
    const use = mode === "use" ? ["sqs:SendMessage", "sqs:GetQueueUrl"] : [];
    return [
      { actions: [...FROM_QUEUE, ...use], resources: [outputs.arn] },
      // Sending needs a new data key, reading decrypts the one that came with the message.
      ...keyStatements(
        outputs.kmsKeyArn,
        mode === "use" ? ["kms:Decrypt", "kms:GenerateDataKey"] : ["kms:Decrypt"],
      ),
    ];
  },
});
