import { xml, type XmlElement } from "../xml.ts";

/** Versioning turned on: the history of the state. */
export const VERSIONED: XmlElement = xml("VersioningConfiguration", [xml("Status", "Enabled")]);

/** Nothing in the bucket can be made public, by whatever policy or ACL. */
export const PRIVATE: XmlElement = xml("PublicAccessBlockConfiguration", [
  xml("BlockPublicAcls", "true"),
  xml("IgnorePublicAcls", "true"),
  xml("BlockPublicPolicy", "true"),
  xml("RestrictPublicBuckets", "true"),
]);

/** Encryption at rest: S3's own keys, or a KMS key with fewer calls to KMS through a bucket key. */
export function encryption(kmsKeyArn?: string): XmlElement {
  const by = kmsKeyArn === undefined
    ? [xml("SSEAlgorithm", "AES256")]
    : [xml("SSEAlgorithm", "aws:kms"), xml("KMSMasterKeyID", kmsKeyArn)];
  const rule = [xml("ApplyServerSideEncryptionByDefault", by)];
  if (kmsKeyArn !== undefined) rule.push(xml("BucketKeyEnabled", "true"));
  return xml("ServerSideEncryptionConfiguration", [xml("Rule", rule)]);
}

/** The id of the lifecycle rule that is panka's. */
export const RULE_ID = "panka-history";

/** Versions that were replaced 90 days ago go, but never the newest 10 of them; broken uploads after a week. */
export const HISTORY_RULE: XmlElement = xml("Rule", [
  xml("ID", RULE_ID),
  xml("Filter", [xml("Prefix", "")]),
  xml("Status", "Enabled"),
  xml("NoncurrentVersionExpiration", [
    xml("NewerNoncurrentVersions", "10"),
    xml("NoncurrentDays", "90"),
  ]),
  xml("AbortIncompleteMultipartUpload", [xml("DaysAfterInitiation", "7")]),
]);
