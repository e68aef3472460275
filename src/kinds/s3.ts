import type { BucketArgs } from "@pulumi/aws/s3/bucket.d.ts";
import type { BucketVersioningArgs } from "@pulumi/aws/s3/bucketVersioning.d.ts";
import { partition } from "../ports/partition.ts";
import type { Value } from "../engine/resource.ts";
import { defineKind } from "./kind.ts";
import { checkBucket } from "./s3/check.ts";
import { renderEncryption } from "./s3/encryption.ts";
import { renderExtras } from "./s3/extras.ts";
import { s3Fields } from "./s3/fields.ts";
import { renderGuards } from "./s3/guards.ts";
import { renderLifecycle } from "./s3/lifecycle.ts";
import { renderNotifications } from "./s3/notifications.ts";
import { renderReplication } from "./s3/replication.ts";
import { renderServing } from "./s3/serving.ts";
import { checkUses } from "./s3/uses.ts";
import { kept } from "./shapes/keep.ts";
import { keyStatements } from "./shapes/kms_key.ts";

/** Limits: Amazon S3 User Guide, "Bucket naming rules" and "Bucket quotas". */
export const s3 = defineKind({
  name: "S3",
  group: "Storage",
  summary: "Bucket of objects (Amazon S3)",
  fields: s3Fields,
  outputs: {
    bucketName: { doc: "Name of the bucket", aliases: ["name", "bucket"] },
    arn: { doc: "ARN of the bucket", aliases: ["bucketArn"] },
    domainName: {
      doc: "Host name of the bucket in its region",
      aliases: ["bucketDomainName", "bucketRegionalDomainName"],
    },
    websiteUrl: { doc: "URL of the website; empty without one", aliases: ["websiteEndpoint"] },
    kmsKeyArn: { doc: "ARN of the key it is encrypted with; empty with S3's own" },
  },
  holdsData: true,
  proof: { level: "emulator" },
  example: `versioning:
  enabled: true
lifecycle:
  - id: old-versions
    noncurrentVersionExpiration:
      days: 30
  - id: archive
    prefix: uploads/
    transitions:
      - days: 30
        storageClass: STANDARD_IA
    expiration:
      days: 365
cors:
  allowedOrigins: [https://example.com]
  allowedMethods: [GET, PUT]`,
  check: checkBucket,
  checkUses,
  render(c) {
    const { spec } = c;
    const protect = kept(c);
    const name = spec.bucket.name ??
      c.physicalName({ max: 63, allowed: /[a-z0-9-]/, global: true });
    const bucket = c.resource<BucketArgs>("aws:s3/bucket:Bucket", "bucket", {
      bucket: name,
      forceDestroy: spec.bucket.forceDestroy,
      tags: { ...spec.bucket.tags, ...c.tags },
    }, { physicalName: name, protect, deleteBeforeReplace: true });
    const versioning = spec.versioning?.enabled
      ? c.resource<BucketVersioningArgs>("aws:s3/bucketVersioning:BucketVersioning", "versioning", {
        bucket: bucket.id,
        versioningConfiguration: { status: "Enabled" },
      })
      : undefined;
    const key = renderEncryption(c, bucket);
    renderGuards(c, bucket);
    renderLifecycle(c, bucket, spec.lifecycle, versioning);
    const website = renderServing(c, bucket);
    renderReplication(c, bucket, versioning, key);
    renderNotifications(c, bucket, name);
    renderExtras(c, bucket, versioning);
    return {
      outputs: {
        bucketName: name,
        // Who copies into it must wait for its versioning.
        arn: versioning
          ? { $join: [`arn:${partition(c.stack.region)}:s3:::`, versioning.attr("bucket")] }
          : bucket.attr("arn"),
        domainName: bucket.attr("bucketRegionalDomainName"),
        websiteUrl: website ? { $join: ["http://", website.attr("websiteEndpoint")] } : "",
        kmsKeyArn: key ?? "",
      },
    };
  },
  access(outputs, { mode }) {
    const objects: Value = { $join: [outputs.arn, "/*"] };
    if (mode === "consume") {
      return [
        { actions: ["s3:GetObject"], resources: [objects] },
        ...keyStatements(outputs.kmsKeyArn, ["kms:Decrypt"]),
      ];
    }
    return [
      { actions: ["s3:GetBucketLocation", "s3:ListBucket"], resources: [outputs.arn] },
      {
        actions: [
          "s3:AbortMultipartUpload",
          "s3:DeleteObject",
          "s3:GetObject",
          "s3:ListMultipartUploadParts",
          "s3:PutObject",
        ],
        resources: [objects],
      },
      ...keyStatements(outputs.kmsKeyArn, ["kms:Decrypt", "kms:GenerateDataKey"]),
    ];
  },
});
