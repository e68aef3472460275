import type { QueueArgs } from "@pulumi/aws/sqs/queue.d.ts";
import type { RedrivePolicyArgs } from "@pulumi/aws/sqs/redrivePolicy.d.ts";
import type { Properties, Value } from "../../engine/resource.ts";
import type { RenderContext } from "../render.ts";
import { arnOf } from "../shapes/arn.ts";
import { kmsKeyArn } from "../shapes/kms_key.ts";
import { receiverPolicy } from "../shapes/receiver.ts";
import type { SqsSpec } from "./fields.ts";

/** The queue and, where the spec wants one, the queue for what can't be processed. */
export function renderQueues(c: RenderContext<SqsSpec>) {
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
  const other = c.target(failed?.component);
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
      // Said also where they are what AWS begins with: what is not said stays as it was.
      deduplicationScope: spec.deduplicationScope ?? "queue",
      fifoThroughputLimit: spec.fifoThroughputLimit ?? "perQueue",
    }),
    policy: policyFor(name, true),
  }, { physicalName: name, protect: spec.deletionProtection });
  // Not a property of the queue: the provider keeps one that is no longer said.
  if (deadLetter) {
    c.resource<RedrivePolicyArgs>("aws:sqs/redrivePolicy:RedrivePolicy", "redrive", {
      queueUrl: queue.attr("url"),
      redrivePolicy: {
        $json: {
          deadLetterTargetArn: deadLetter.arn,
          maxReceiveCount: failed!.maxReceiveCount,
        },
      },
    });
  }
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
}
