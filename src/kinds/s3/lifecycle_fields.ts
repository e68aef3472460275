import {
  boolean,
  choice,
  type Infer,
  integer,
  list,
  map,
  object,
  text,
} from "../../schema/field.ts";

const days = (doc: string, min = 1) => integer({ doc, unit: "days", min, max: 36_500 });

const date = text({
  doc: "From that day on, instead of days",
  pattern: /^\d{4}-\d\d-\d\dT00:00:00Z$/,
  hint: "midnight UTC, such as 2030-01-01T00:00:00Z",
});

const storageClass = choice(
  ["STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"],
  { doc: "Cheaper class to move it to", required: true },
);

const newer = integer({
  doc: "Newer versions to keep all the same",
  min: 1,
  max: 100,
  aliases: ["newerNoncurrentVersions"],
});

const noncurrentDays = integer({
  doc: "Age since it was replaced",
  unit: "days",
  min: 1,
  max: 36_500,
  required: true,
  aliases: ["noncurrentDays"],
});

const rule = object({
  id: text({ doc: "Name of the rule", required: true, minLength: 1, maxLength: 255 }),
  enabled: boolean({ doc: "Whether it is in force", default: true }),
  prefix: text({ doc: "Only objects whose names begin so" }),
  tags: map(text({ doc: "Value" }), { doc: "Only objects with all these tags" }),
  minSizeBytes: integer({ doc: "Only larger objects", unit: "bytes", min: 0 }),
  maxSizeBytes: integer({ doc: "Only smaller objects", unit: "bytes", min: 1 }),
  expiration: object({
    days: days("Age at which it is deleted"),
    date,
    expiredObjectDeleteMarker: boolean({ doc: "Tidy up markers that hide no version any more" }),
  }, {
    doc: "When objects are deleted",
    shorthand: "days",
    exactlyOne: [["days"], ["date"], ["expiredObjectDeleteMarker"]],
  }),
  transitions: list(
    object({ days: days("Age at which it is moved", 0), date, storageClass }, {
      doc: "Move",
      exactlyOne: [["days"], ["date"]],
    }),
    { doc: "When objects are moved to a cheaper class", default: [] },
  ),
  noncurrentVersionExpiration: object({ days: noncurrentDays, keep: newer }, {
    doc: "When replaced versions are deleted",
    shorthand: "days",
  }),
  noncurrentVersionTransitions: list(
    object({ days: noncurrentDays, keep: newer, storageClass }, { doc: "Move" }),
    { doc: "When replaced versions are moved", default: [] },
  ),
  abortIncompleteMultipartUpload: object({
    days: integer({
      doc: "Days after it began",
      unit: "days",
      min: 1,
      max: 36_500,
      required: true,
      aliases: ["daysAfterInitiation"],
    }),
  }, {
    doc: "When the parts of uploads that never ended are deleted",
    shorthand: "days",
    aliases: ["abortIncompleteMultipartUploadDays"],
  }),
}, { doc: "Rule" });

/** 1,000 rules: "Amazon S3 quotas". */
export const lifecycleField = list(rule, {
  doc: "What happens to objects as they age",
  max: 1000,
  unique: "id",
  default: [],
  aliases: ["lifecycleRules"],
});

export type Rule = Infer<typeof rule>;
