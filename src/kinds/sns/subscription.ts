import {
  boolean,
  choice,
  component,
  type Infer,
  integer,
  json,
  object,
  text,
} from "../../schema/field.ts";

/** Protocols that SNS delivers to: AWS, Subscribe. */
const PROTOCOLS = [
  "sqs",
  "lambda",
  "email",
  "email-json",
  "sms",
  "http",
  "https",
  "firehose",
  "application",
] as const;

export const subscription = object({
  protocol: choice(PROTOCOLS, {
    doc: "How messages are delivered; a component's kind says it by itself",
  }),
  endpoint: text({
    doc: "Address, URL, phone number or ARN that gets the messages",
    reference: true,
    example: "oncall@example.com",
  }),
  component: component({
    doc: "Queue or function of this stack that gets the messages",
    kinds: ["SQS", "Lambda"],
  }),
  filterPolicy: json({
    doc: "Pass on only messages that match: attribute to list of accepted values",
    example: { event: ["created"] },
  }),
  filterPolicyScope: choice(["MessageAttributes", "MessageBody"], {
    doc: "What the filter looks at",
  }),
  rawMessageDelivery: boolean({
    doc: "Deliver the message as it was sent, not wrapped in JSON of SNS",
  }),
  deadLetterQueue: component({
    doc: "SQS component for messages that could not be delivered",
    kinds: ["SQS"],
  }),
  deliveryPolicy: json({
    doc: "With http and https: retries and throttling, as SNS's DeliveryPolicy",
  }),
  confirmationTimeout: integer({
    doc: "With http and https: how long to wait until the endpoint confirms",
    unit: "minutes",
    min: 1,
    max: 60,
  }),
  autoConfirms: boolean({ doc: "With http and https: the endpoint confirms without being told" }),
  roleArn: text({
    doc: "With firehose: role that may write to the stream",
    pattern: /^arn:[\w-]+:iam::\d{12}:role\/\S+$/,
    hint: "the ARN of a role",
  }),
}, {
  doc: "One subscriber",
  exactlyOne: [["component"], ["endpoint"]],
});

export type Subscription = Infer<typeof subscription>;
