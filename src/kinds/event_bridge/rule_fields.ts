import { boolean, type Infer, json, list, object, text } from "../../schema/field.ts";
import { target } from "./target_fields.ts";

export const rule = object({
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
