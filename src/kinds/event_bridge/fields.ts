import { choice, type InferFields, integer, json, list, object, text } from "../../schema/field.ts";
import type { CommonSpec } from "../common_fields.ts";
import { kmsKeyField } from "../shapes/kms_key.ts";
import { rule } from "./rule_fields.ts";

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
