import type { BucketAccelerateConfigurationArgs } from "@pulumi/aws/s3/bucketAccelerateConfiguration.d.ts";
import type { BucketLoggingArgs } from "@pulumi/aws/s3/bucketLogging.d.ts";
import type { BucketObjectLockConfigurationArgs } from "@pulumi/aws/s3/bucketObjectLockConfiguration.d.ts";
import type { Handle, RenderContext } from "../render.ts";
import type { S3Spec } from "./fields.ts";

/** Log of requests, object lock and acceleration. */
export function renderExtras(
  c: RenderContext<S3Spec>,
  bucket: Handle,
  versioning: Handle | undefined,
): void {
  const { logging, objectLock, transferAcceleration } = c.spec;
  if (logging) {
    c.resource<BucketLoggingArgs>("aws:s3/bucketLogging:BucketLogging", "logging", {
      bucket: bucket.id,
      targetBucket: c.target(logging.component)!.outputs.bucketName!,
      targetPrefix: logging.prefix ?? `${c.name}/`,
    });
  }
  if (objectLock) {
    c.resource<BucketObjectLockConfigurationArgs>(
      "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
      "object-lock",
      {
        bucket: bucket.id,
        rule: { defaultRetention: { mode: objectLock.mode, days: objectLock.days } },
      },
      { dependsOn: [versioning] },
    );
  }
  if (transferAcceleration) {
    c.resource<BucketAccelerateConfigurationArgs>(
      "aws:s3/bucketAccelerateConfiguration:BucketAccelerateConfiguration",
      "acceleration",
      { bucket: bucket.id, status: "Enabled" },
    );
  }
}
