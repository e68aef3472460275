/** Of each method the action (or two), of what a query's name chooses; Service Authorization Reference, S3. */
type Actions = Readonly<Record<string, string>>;

const reads = (name: string): Actions => ({ GET: `Get${name}` });
const changes = (name: string): Actions => ({ GET: `Get${name}`, PUT: `Put${name}` });
/** What has no action of its own to delete it. */
const clears = (name: string): Actions => ({ ...changes(name), DELETE: `Put${name}` });

export const NO_PART: Readonly<Record<"bucket" | "object", Actions>> = {
  bucket: { GET: "ListBucket", HEAD: "ListBucket", PUT: "CreateBucket", DELETE: "DeleteBucket" },
  object: { GET: "GetObject", HEAD: "GetObject", PUT: "PutObject", DELETE: "DeleteObject" },
};

export const OBJECT_PARTS: Readonly<Record<string, Actions>> = {
  acl: changes("ObjectAcl"),
  attributes: { GET: "GetObject GetObjectAttributes" },
  "legal-hold": changes("ObjectLegalHold"),
  restore: { POST: "RestoreObject" },
  retention: changes("ObjectRetention"),
  select: { POST: "GetObject" },
  tagging: { ...changes("ObjectTagging"), DELETE: "DeleteObjectTagging" },
  torrent: reads("ObjectTorrent"),
  uploadId: {
    GET: "ListMultipartUploadParts",
    PUT: "PutObject",
    POST: "PutObject",
    DELETE: "AbortMultipartUpload",
  },
  uploads: { POST: "PutObject" },
};

export const BUCKET_PARTS: Readonly<Record<string, Actions>> = {
  accelerate: changes("AccelerateConfiguration"),
  acl: changes("BucketAcl"),
  analytics: clears("AnalyticsConfiguration"),
  cors: clears("BucketCORS"),
  // Each object is asked for.
  delete: {},
  encryption: clears("EncryptionConfiguration"),
  "intelligent-tiering": clears("IntelligentTieringConfiguration"),
  inventory: clears("InventoryConfiguration"),
  lifecycle: clears("LifecycleConfiguration"),
  location: reads("BucketLocation"),
  logging: changes("BucketLogging"),
  metrics: clears("MetricsConfiguration"),
  notification: changes("BucketNotification"),
  "object-lock": changes("BucketObjectLockConfiguration"),
  ownershipControls: clears("BucketOwnershipControls"),
  policy: { ...changes("BucketPolicy"), DELETE: "DeleteBucketPolicy" },
  policyStatus: reads("BucketPolicyStatus"),
  publicAccessBlock: clears("BucketPublicAccessBlock"),
  replication: clears("ReplicationConfiguration"),
  requestPayment: changes("BucketRequestPayment"),
  tagging: clears("BucketTagging"),
  uploads: { GET: "ListBucketMultipartUploads" },
  versioning: changes("BucketVersioning"),
  versions: { GET: "ListBucketVersions" },
  website: { ...changes("BucketWebsite"), DELETE: "DeleteBucketWebsite" },
};
