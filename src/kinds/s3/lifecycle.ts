import type { BucketLifecycleConfigurationArgs } from "@pulumi/aws/s3/bucketLifecycleConfiguration.d.ts";
import type { Handle, RenderContext } from "../render.ts";
import { some } from "../shapes/lists.ts";
import type { Rule } from "./lifecycle_fields.ts";

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
        transitions: some(rule.transitions),
        noncurrentVersionExpiration: rule.noncurrentVersionExpiration && {
          noncurrentDays: rule.noncurrentVersionExpiration.days,
          newerNoncurrentVersions: rule.noncurrentVersionExpiration.keep,
        },
        noncurrentVersionTransitions: some(
          rule.noncurrentVersionTransitions.map(({ days, keep, storageClass }) => ({
            noncurrentDays: days,
            newerNoncurrentVersions: keep,
            storageClass,
          })),
        ),
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
