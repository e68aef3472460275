import type { BucketCorsConfigurationArgs } from "@pulumi/aws/s3/bucketCorsConfiguration.d.ts";
import type { BucketWebsiteConfigurationArgs } from "@pulumi/aws/s3/bucketWebsiteConfiguration.d.ts";
import type { Handle, RenderContext } from "../render.ts";
import type { S3Spec } from "./fields.ts";

/** Rules for browsers, and the website. */
export function renderServing(c: RenderContext<S3Spec>, bucket: Handle): Handle | undefined {
  const { cors, website } = c.spec;
  if (cors) {
    const { rules, ...one } = cors;
    c.resource<BucketCorsConfigurationArgs>(
      "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
      "cors",
      {
        bucket: bucket.id,
        corsRules: (rules ?? [one]).map((rule) => ({
          ...rule,
          allowedMethods: rule.allowedMethods ?? [],
          allowedOrigins: rule.allowedOrigins ?? [],
        })),
      },
    );
  }
  return website && c.resource<BucketWebsiteConfigurationArgs>(
    "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration",
    "website",
    {
      bucket: bucket.id,
      indexDocument: website.indexDocument === undefined
        ? undefined
        : { suffix: website.indexDocument },
      errorDocument: website.errorDocument === undefined
        ? undefined
        : { key: website.errorDocument },
      redirectAllRequestsTo: website.redirectAllRequestsTo,
    },
  );
}
