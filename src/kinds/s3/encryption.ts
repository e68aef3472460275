import type { BucketServerSideEncryptionConfigurationArgs } from "@pulumi/aws/s3/bucketServerSideEncryptionConfiguration.d.ts";
import type { Expression } from "../../engine/resource.ts";
import type { Handle, RenderContext } from "../render.ts";
import { kmsKeyArn } from "../shapes/kms_key.ts";
import type { S3Spec } from "./fields.ts";

/** How new objects are encrypted; answers the key's ARN where it is a KMS key of the customer's. */
export function renderEncryption(
  c: RenderContext<S3Spec>,
  bucket: Handle,
): string | Expression | undefined {
  const { algorithm: wanted, kmsKeyId } = c.spec.encryption;
  // The services that write access logs can't use the stack's key.
  const algorithm = wanted ?? (c.spec.acceptLogs && !kmsKeyId ? "AES256" : undefined);
  const key = algorithm === "AES256" ? undefined : kmsKeyArn(c, kmsKeyId);
  const sseAlgorithm = algorithm ?? (key === undefined ? "AES256" : "aws:kms");
  c.resource<BucketServerSideEncryptionConfigurationArgs>(
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "encryption",
    {
      bucket: bucket.id,
      rules: [{
        applyServerSideEncryptionByDefault: { sseAlgorithm, kmsMasterKeyId: key },
        // A key for the bucket instead of one per object: a hundredth of the KMS requests.
        bucketKeyEnabled: sseAlgorithm === "aws:kms",
      }],
    },
  );
  return key;
}
