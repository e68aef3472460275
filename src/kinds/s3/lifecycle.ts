import type { BucketLifecycleConfigurationArgs } from "@pulumi/aws/s3/bucketLifecycleConfiguration.d.ts";
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
import type { Path } from "../../schema/problem.ts";
import type { Handle, RenderContext } from "../render.ts";
import type { Report } from "../report.ts";

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

type Rule = Infer<typeof rule>;

export function checkLifecycle(rules: readonly Rule[], versioned: boolean, report: Report): void {
  rules.forEach((rule, i) => checkRule(rule, ["lifecycle", i], versioned, report));
}

function checkRule(rule: Rule, path: Path, versioned: boolean, report: Report): void {
  const noncurrent = rule.noncurrentVersionExpiration !== undefined ||
    rule.noncurrentVersionTransitions.length > 0;
  if (
    !rule.expiration && !rule.transitions.length && !noncurrent &&
    !rule.abortIncompleteMultipartUpload
  ) {
    report({
      code: "missing-field",
      path,
      at: "key",
      summary: `rule "${rule.id}" does nothing`,
      fix: "add expiration: {days: 365}, or transitions",
    });
  }
  if (noncurrent && !versioned) {
    report({
      severity: "warning",
      code: "no-effect",
      path,
      at: "key",
      summary: `rule "${rule.id}" is about replaced versions, and none are kept`,
      fix: "set versioning: {enabled: true}",
    });
  }
  rule.transitions.forEach(({ days, storageClass }, j) => {
    if (days === undefined || days >= 30 || !/_IA$/.test(storageClass)) return;
    report({
      code: "wrong-value",
      path: [...path, "transitions", j, "days"],
      summary: `"days" must be at least 30 for ${storageClass}, not ${days}`,
      why: "S3 moves nothing younger there",
      fix: "set days: 30",
      replacement: "30",
    });
  });
  const last = Math.max(...rule.transitions.map(({ days }) => days ?? -1), -1);
  const end = rule.expiration?.days;
  if (end !== undefined && end <= last) {
    report({
      code: "wrong-value",
      path: [...path, "expiration", "days"],
      summary: `"days" must be over ${last}, not ${end}`,
      why: "objects can't be moved after they are deleted",
      fix: `set days: ${last + 1} or more, or remove the later transitions`,
      replacement: String(last + 1),
    });
  }
}

/** One configuration with all rules; AWS keeps one per bucket. */
export function renderLifecycle(
  c: RenderContext<unknown>,
  bucket: Handle,
  rules: readonly Rule[],
  versioning: Handle | undefined,
): void {
  if (!rules.length) return;
  c.resource<BucketLifecycleConfigurationArgs>(
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "lifecycle",
    {
      bucket: bucket.id,
      rules: rules.map((rule) => ({
        id: rule.id,
        status: rule.enabled ? "Enabled" : "Disabled",
        filter: filterOf(rule),
        expiration: rule.expiration,
        transitions: rule.transitions.length ? rule.transitions : undefined,
        noncurrentVersionExpiration: rule.noncurrentVersionExpiration && {
          noncurrentDays: rule.noncurrentVersionExpiration.days,
          newerNoncurrentVersions: rule.noncurrentVersionExpiration.keep,
        },
        noncurrentVersionTransitions: rule.noncurrentVersionTransitions.length
          ? rule.noncurrentVersionTransitions.map(({ days, keep, storageClass }) => ({
            noncurrentDays: days,
            newerNoncurrentVersions: keep,
            storageClass,
          }))
          : undefined,
        abortIncompleteMultipartUpload: rule.abortIncompleteMultipartUpload && {
          daysAfterInitiation: rule.abortIncompleteMultipartUpload.days,
        },
      })),
    },
    { dependsOn: [versioning] },
  );
}

/** One condition stands alone, several stand in `and`; none is an empty prefix. */
function filterOf({ prefix, tags = {}, minSizeBytes, maxSizeBytes }: Rule) {
  const [tag, ...more] = Object.entries(tags);
  const conditions = [prefix, tag, minSizeBytes, maxSizeBytes].filter((x) => x !== undefined);
  if (conditions.length > 1 || more.length) {
    return {
      and: {
        prefix,
        tags: tag && tags,
        objectSizeGreaterThan: minSizeBytes,
        objectSizeLessThan: maxSizeBytes,
      },
    };
  }
  if (tag) return { tag: { key: tag[0], value: tag[1] } };
  if (minSizeBytes !== undefined) return { objectSizeGreaterThan: minSizeBytes };
  if (maxSizeBytes !== undefined) return { objectSizeLessThan: maxSizeBytes };
  return { prefix: prefix ?? "" };
}
