import { component, type Infer, integer, json, map, object, text } from "../../schema/field.ts";

/** Limits: EventBridge, PutTargets, "Amazon EventBridge quotas". */
export const target = object({
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
