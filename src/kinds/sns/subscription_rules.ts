import type { FindUsed } from "../kind.ts";
import { given, refuse, type Report } from "../report.ts";
import type { Subscription } from "./subscription.ts";

/** What an endpoint of a protocol looks like. */
const ENDPOINTS: Record<string, { pattern: RegExp; hint: string }> = {
  email: { pattern: /^[^@\s]+@[^@\s]+$/, hint: "an e-mail address" },
  "email-json": { pattern: /^[^@\s]+@[^@\s]+$/, hint: "an e-mail address" },
  sms: { pattern: /^\+[1-9]\d{6,14}$/, hint: "a phone number such as +491701234567" },
  http: { pattern: /^http:\/\/\S+$/, hint: "a URL that starts with http://" },
  https: { pattern: /^https:\/\/\S+$/, hint: "a URL that starts with https://" },
  sqs: { pattern: /^arn:[\w-]+:sqs:\S+$/, hint: "the ARN of a queue" },
  lambda: { pattern: /^arn:[\w-]+:lambda:\S+$/, hint: "the ARN of a function" },
  firehose: { pattern: /^arn:[\w-]+:firehose:\S+$/, hint: "the ARN of a delivery stream" },
  application: { pattern: /^arn:[\w-]+:sns:\S+:(app|endpoint)\/\S+$/, hint: "the ARN of an app" },
};
/** Protocols that can get the message as it was sent: AWS, "raw message delivery". */
const RAW = ["sqs", "http", "https", "firehose"];

/** Rules between the fields of one subscriber. */
export function checkSubscription(item: Subscription, fifo: boolean, report: Report): void {
  const { protocol, endpoint, component } = item;
  if (component === undefined && protocol === undefined) {
    report({
      code: "missing-field",
      path: ["endpoint"],
      at: "key",
      summary: '"endpoint" needs "protocol"',
      why: "SNS delivers in many ways and an endpoint alone does not say which",
      fix: "add protocol: https, email, sms, …",
    });
  } else if (component === undefined && typeof endpoint === "string") {
    const { pattern, hint } = ENDPOINTS[protocol!]!;
    if (!pattern.test(endpoint)) {
      report({
        code: "wrong-endpoint",
        path: ["endpoint"],
        summary: `"endpoint" must be ${hint}, not "${endpoint}"`,
        why: `protocol is ${protocol}`,
        fix: `write ${hint}, or another protocol`,
      });
    }
  }
  if (protocol === undefined) return;
  if (fifo && protocol !== "sqs" && component === undefined) {
    report({
      code: "fifo-subscriber",
      path: ["protocol"],
      summary: `A fifo topic can't deliver by ${protocol}`,
      why: "SNS delivers from fifo topics to queues only",
      fix: "subscribe a queue, or set fifoTopic: false",
    });
  }
  if (protocol === "firehose" && item.roleArn === undefined) {
    report({
      code: "missing-field",
      path: ["protocol"],
      summary: 'protocol firehose needs "roleArn"',
      why: "SNS writes to the stream with a role",
      fix: "add roleArn: the ARN of a role that may write to the stream",
    });
  }
  if (!protocol.startsWith("http")) {
    refuse(report, given(item, ["deliveryPolicy", "confirmationTimeout", "autoConfirms"]), {
      code: "web-only",
      what: "is for http and https",
      why: `protocol is ${protocol}`,
    });
  }
  if (item.rawMessageDelivery && component === undefined && !RAW.includes(protocol)) {
    report({
      code: "raw-delivery",
      path: ["rawMessageDelivery"],
      summary: `Messages can't be delivered raw by ${protocol}`,
      why: `only ${RAW.join(", ")} take them as they were sent`,
      fix: 'remove "rawMessageDelivery"',
    });
  }
}

/** Rules between a subscriber and the component that it names. */
export function checkSubscriber(
  item: Subscription,
  fifo: boolean,
  used: FindUsed,
  report: Report,
): void {
  const subscriber = used(item.component);
  if (!subscriber) return;
  const protocol = subscriber.kind.name === "Lambda" ? "lambda" : "sqs";
  if (item.protocol !== undefined && item.protocol !== protocol) {
    report({
      code: "wrong-protocol",
      path: ["protocol"],
      summary: `"${item.component}" is reached by ${protocol}, not ${item.protocol}`,
      why: `its kind is ${subscriber.kind.name}`,
      fix: `set protocol: ${protocol}, or remove "protocol"`,
    });
  }
  if (fifo && protocol === "lambda") {
    report({
      code: "fifo-subscriber",
      path: ["component"],
      summary: "A fifo topic can't call a function",
      why: "SNS delivers from fifo topics to queues only",
      fix: "subscribe a queue that triggers the function, or set fifoTopic: false",
    });
  }
  if (!fifo && subscriber.spec.type === "fifo") {
    report({
      code: "fifo-subscriber",
      path: ["component"],
      summary: "A standard topic can't deliver to a fifo queue",
      why: "its messages have no order to keep",
      fix: `set fifoTopic: true, or type: standard in "${item.component}"`,
    });
  }
}
