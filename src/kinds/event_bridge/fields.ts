import {
  boolean,
  choice,
  component,
  type Infer,
  type InferFields,
  integer,
  json,
  list,
  map,
  object,
  text,
} from "../../schema/field.ts";
import type { CommonSpec } from "../common_fields.ts";
import { kmsKeyField } from "../shapes/kms_key.ts";

/** Limits: EventBridge, PutTargets, "Amazon EventBridge quotas". */
const target = object({
  component: component({
    doc: "Component that gets the event",
    kinds: ["EventBridge", "Lambda", "SNS", "SQS"],
  }),
  arn: text({
    doc: "ARN of something else that gets the event",
    reference: true,
    pattern: /^arn:[\w-]+:[\w-]+:\S+$/,
    hint: "an ARN",
  }),
  roleArn: text({
    doc: "With arn: role that EventBridge takes on to reach it",
    reference: true,
    pattern: /^arn:[\w-]+:iam::\d{12}:role\/\S+$/,
    hint: "the ARN of a role",
  }),
  input: json({
    doc: "Sent in place of the event",
    example: { job: "nightly" },
  }),
  inputPath: text({
    doc: "Part of the event that is sent, as a JSON path",
    pattern: /^\$(\.[\w[\]*-]+)*$/,
    hint: "a JSON path such as $.detail",
  }),
  inputTransformer: object({
    paths: map(text({ doc: "JSON path of the value in the event" }), {
      doc: "Names for the template, and where their values are in the event",
      keyPattern: /^(?!AWS)[A-Za-z0-9_-]+$/,
      keyHint: "letters, digits, - and _, not starting with AWS",
      default: {},
    }),
    template: text({
      doc: "What is sent, with <name> where a value goes",
      required: true,
      maxLength: 8192,
      example: '"Order <id> was created"',
    }),
  }, { doc: "Text made of parts of the event" }),
  messageGroupId: text({
    doc: "With a fifo queue: the group that the messages are in",
    maxLength: 128,
  }),
  retry: object({
    maxAttempts: integer({ doc: "Times a delivery is tried again", min: 0, max: 185 }),
    maxAge: integer({
      doc: "How long a delivery is tried again",
      unit: "seconds",
      min: 60,
      max: 86_400,
    }),
  }, { doc: "What happens when delivery fails; AWS's default is 185 times in 24 hours" }),
  deadLetterQueue: component({
    doc: "SQS component for events that could not be delivered",
    kinds: ["SQS"],
  }),
}, {
  doc: "One receiver of the event",
  exactlyOne: [["component"], ["arn"]],
  atMostOne: ["input", "inputPath", "inputTransformer"],
});

export type EventTarget = Infer<typeof target>;

const rule = object({
  name: text({
    doc: "Keeps the rule apart from the others; without it, its place in the list does",
    pattern: /^[a-z][a-z0-9-]{0,39}$/,
    hint: "1 to 40 lower-case letters, digits and dashes that start with a letter",
  }),
  description: text({ doc: "What the rule is for", maxLength: 512 }),
  enabled: boolean({ doc: "Whether the rule acts", default: true }),
  schedule: text({
    doc: "When the rule acts, UTC: rate(5 minutes), cron(0 3 * * ? *), or Unix cron",
    example: "rate(5 minutes)",
  }),
  pattern: json({
    doc: "Events that the rule acts on, as an event pattern",
    aliases: ["eventPattern"],
    example: { source: ["aws.s3"] },
  }),
  targets: list(target, { doc: "Who gets the event", min: 1, max: 5, required: true }),
}, { doc: "When something happens, and who is told", exactlyOne: [["schedule"], ["pattern"]] });

export type Rule = Infer<typeof rule>;

export const eventBridgeFields = {
  bus: choice(["default", "own"], {
    doc: "Where events come in: the account's default bus, or one of this component's own",
    default: "default",
    spellings: { custom: "own", new: "own" },
    replaces: "A rule can't move to another bus",
  }),
  existingBus: text({
    doc: "Name of a bus that exists, in place of those two",
    reference: true,
    pattern: /^[\w./-]{1,256}$/,
    hint: "the name of a bus: letters, digits and _ . - /",
    aliases: ["eventBusName"],
    replaces: "A rule can't move to another bus",
  }),
  rules: list(rule, { doc: "What happens with events", default: [], unique: "name", max: 300 }),
  archive: object({
    retentionDays: integer({
      doc: "How long events are kept; 0 keeps them for ever",
      unit: "days",
      min: 0,
      default: 0,
    }),
    pattern: json({ doc: "Events that are kept; default: all" }),
  }, { doc: "Keep events, so that they can be replayed" }),
  allowedAccounts: list(
    text({ doc: "Account id", pattern: /^\d{12}$/, hint: "12 digits, in quotes" }),
    { doc: "With a bus of its own: accounts that may send events", default: [], unique: "" },
  ),
  kmsKeyId: kmsKeyField(),
};

export type EventBridgeSpec = InferFields<typeof eventBridgeFields> & CommonSpec;
