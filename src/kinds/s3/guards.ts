import type { BucketAclArgs } from "@pulumi/aws/s3/bucketAcl.d.ts";
import type { BucketOwnershipControlsArgs } from "@pulumi/aws/s3/bucketOwnershipControls.d.ts";
import type { BucketPolicyArgs } from "@pulumi/aws/s3/bucketPolicy.d.ts";
import type { BucketPublicAccessBlockArgs } from "@pulumi/aws/s3/bucketPublicAccessBlock.d.ts";
import type { Value } from "../../engine/resource.ts";
import { partition } from "../../ports/partition.ts";
import type { Json } from "../../state/document.ts";
import type { Handle, RenderContext } from "../render.ts";
import type { S3Spec } from "./fields.ts";

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

/** Whether anybody may read objects: the guards against public policies are off, and it is a website. */
export const isPublicWebsite = (spec: S3Spec): boolean =>
  spec.website?.indexDocument !== undefined && !spec.publicAccessBlock.blockPublicPolicy &&
  !spec.publicAccessBlock.restrictPublicBuckets;

/** The bucket's one policy: TLS only, and whoever the spec lets in. */
function renderPolicy(c: RenderContext<S3Spec>, bucket: Handle, after: Handle): Handle {
  const { spec } = c;
  const arn = bucket.attr("arn");
  const objects: Value = { $join: [arn, "/*"] };
  const ownAccount = { StringEquals: { "aws:SourceAccount": c.accountId() } };
  const publicWebsite = isPublicWebsite(spec);
  const statements: Value[] = [{
    Sid: "TlsOnly",
    Effect: "Deny",
    Principal: "*",
    // Website endpoints speak plain HTTP.
    ...(publicWebsite ? { NotAction: "s3:GetObject" } : { Action: "s3:*" }),
    Resource: [arn, objects],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  }];
  if (publicWebsite) {
    statements.push({
      Sid: "PublicWebsite",
      Effect: "Allow",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: objects,
    });
  }
  if (spec.cloudFront) {
    const distributions: Value = {
      $join: [`arn:${partition(c.stack.region)}:cloudfront::`, c.accountId(), ":distribution/*"],
    };
    statements.push({
      Sid: "CloudFront",
      Effect: "Allow",
      Principal: { Service: "cloudfront.amazonaws.com" },
      Action: "s3:GetObject",
      Resource: objects,
      Condition: { ArnLike: { "aws:SourceArn": distributions }, ...ownAccount },
    });
  }
  if (spec.acceptLogs) {
    statements.push({
      Sid: "AccessLogs",
      Effect: "Allow",
      Principal: { Service: ["delivery.logs.amazonaws.com", "logging.s3.amazonaws.com"] },
      Action: "s3:PutObject",
      Resource: objects,
      Condition: ownAccount,
    }, {
      // AWS's policy for an Application Load Balancer names the account in the path, and in no condition.
      Sid: "BalancerLogs",
      Effect: "Allow",
      Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: ["/AWSLogs/", "/*/AWSLogs/"].map((path): Value => ({
        $join: [arn, path, c.accountId(), "/*"],
      })),
    }, {
      Sid: "AccessLogsCheck",
      Effect: "Allow",
      Principal: { Service: "delivery.logs.amazonaws.com" },
      Action: "s3:GetBucketAcl",
      Resource: arn,
      Condition: ownAccount,
    });
  }
  for (const statement of spec.policy) {
    statements.push({ Resource: [arn, objects], ...(statement as { [key: string]: Json }) });
  }
  return c.resource<BucketPolicyArgs>("aws:s3/bucketPolicy:BucketPolicy", "policy", {
    bucket: bucket.id,
    policy: { $json: { Version: "2012-10-17", Statement: statements } },
  }, { dependsOn: [after] });
}

/** The access list, from whichever of its two places. */
export const aclOf = (spec: S3Spec) => spec.acl ?? spec.bucket.acl;
