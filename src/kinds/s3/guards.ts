import type { BucketAclArgs } from "@pulumi/aws/s3/bucketAcl.d.ts";
import type { BucketOwnershipControlsArgs } from "@pulumi/aws/s3/bucketOwnershipControls.d.ts";
import type { BucketPublicAccessBlockArgs } from "@pulumi/aws/s3/bucketPublicAccessBlock.d.ts";
import type { Handle, RenderContext } from "../render.ts";
import { aclOf } from "./check_public.ts";
import type { S3Spec } from "./fields.ts";
import { renderPolicy } from "./policy.ts";

/** Who gets in: guards, ownership, access list and policy, one after the other as S3 wants them. */
export function renderGuards(c: RenderContext<S3Spec>, bucket: Handle): void {
  const block = c.resource<BucketPublicAccessBlockArgs>(
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "public-access-block",
    { bucket: bucket.id, ...c.spec.publicAccessBlock },
  );
  const acl = aclOf(c.spec);
  const ownership = c.resource<BucketOwnershipControlsArgs>(
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    "ownership",
    {
      bucket: bucket.id,
      rule: {
        objectOwnership: acl === "private" ? "BucketOwnerEnforced" : "BucketOwnerPreferred",
      },
    },
    { dependsOn: [block] },
  );
  if (acl !== "private") {
    c.resource<BucketAclArgs>("aws:s3/bucketAcl:BucketAcl", "acl", {
      bucket: bucket.id,
      acl,
    }, { dependsOn: [ownership] });
  }
  renderPolicy(c, bucket, ownership);
}
