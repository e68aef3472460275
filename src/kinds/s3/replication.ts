import type { BucketReplicationConfigArgs } from "@pulumi/aws/s3/bucketReplicationConfig.d.ts";
import type { Expression, Value } from "../../engine/resource.ts";
import type { Handle, RenderContext } from "../render.ts";
import { role } from "../shapes/role.ts";
import type { Statement } from "../shapes/statement.ts";
import type { S3Spec } from "./fields.ts";

/** Copies to another bucket, and the role that S3 makes them with. `key` is this bucket's KMS key. */
export function renderReplication(
  c: RenderContext<S3Spec>,
  bucket: Handle,
  versioning: Handle | undefined,
  key: string | Expression | undefined,
): void {
  const { replication } = c.spec;
  if (!replication) return;
  const target = c.target(replication.component);
  const destination = (target?.outputs.arn ?? replication.bucketArn)!;
  const copyKey = replication.kmsKeyArn ?? target?.outputs.kmsKeyArn ?? "";
  const arn = bucket.attr("arn");
  const objects: Value = { $join: [arn, "/*"] };
  const statements: Statement[] = [
    { actions: ["s3:GetReplicationConfiguration", "s3:ListBucket"], resources: [arn] },
    {
      actions: [
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionForReplication",
        "s3:GetObjectVersionTagging",
      ],
      resources: [objects],
    },
    {
      actions: ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"],
      resources: [{ $join: [destination, "/*"] }],
    },
  ];
  // Without a key for the copies S3 leaves out what is encrypted with a KMS key.
  const encrypted = key !== undefined && copyKey !== "";
  if (encrypted) {
    statements.push(
      { actions: ["kms:Decrypt"], resources: [key] },
      { actions: ["kms:Encrypt", "kms:GenerateDataKey"], resources: [copyKey] },
    );
  }
  const { policies, ...by } = role(c, {
    service: "s3.amazonaws.com",
    statements,
    part: "replication",
  });
  c.resource<BucketReplicationConfigArgs>(
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
    "replication",
    {
      bucket: bucket.id,
      role: by.attr("arn"),
      rules: [{
        id: "panka",
        status: "Enabled",
        priority: 1,
        filter: { prefix: replication.prefix ?? "" },
        deleteMarkerReplication: { status: replication.deletes ? "Enabled" : "Disabled" },
        destination: {
          bucket: destination,
          storageClass: replication.storageClass,
          encryptionConfiguration: encrypted ? { replicaKmsKeyId: copyKey } : undefined,
        },
        sourceSelectionCriteria: encrypted
          ? { sseKmsEncryptedObjects: { status: "Enabled" } }
          : undefined,
      }],
    },
    { dependsOn: [versioning, ...policies] },
  );
}
