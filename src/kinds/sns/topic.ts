import type { TopicArgs } from "@pulumi/aws/sns/topic.d.ts";
import type { TopicPolicyArgs } from "@pulumi/aws/sns/topicPolicy.d.ts";
import type { RenderContext } from "../render.ts";
import { kmsKeyArn } from "../shapes/kms_key.ts";
import { receiverPolicy } from "../shapes/receiver.ts";
import type { SnsSpec } from "./fields.ts";
import { subscribe } from "./subscribe.ts";

/** The topic, its policy and its subscribers. */
export function renderTopic(c: RenderContext<SnsSpec>) {
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
    // What is not said stays as it was.
    tracingConfig: spec.tracing ?? "PassThrough",
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
}
