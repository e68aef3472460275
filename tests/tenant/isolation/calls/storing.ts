import { account, key, linked, passRole, type Rule } from "./rule.ts";

const bucket = (...parts: string[]): Rule => ({
  on: "arn:aws:s3:::{bucket}",
  use: parts.flatMap((part) => [`Put${part}`, `Get${part}`]).join(" "),
});
const group = "DescribeDBSubnetGroups CreateDBSubnetGroup ModifyDBSubnetGroup DeleteDBSubnetGroup";
const tags = "ListTagsForResource AddTagsToResource RemoveTagsFromResource";

/** A database server, or a member of a cluster. */
const database: Rule = {
  on: "rds:db:{name}",
  make: "CreateDBInstance CreateDBInstanceReadReplica AddTagsToResource",
  use: `ModifyDBInstance RebootDBInstance DeleteDBInstance CreateDBSnapshot ${tags}`,
  also: [
    [
      "rds:CreateDBInstance rds:CreateDBInstanceReadReplica rds:ModifyDBInstance",
      "rds:og:default:postgres-16",
      "plain",
    ],
    ["rds:CreateDBInstance rds:ModifyDBInstance", "rds:pg:default.postgres16", "plain"],
    ["rds:CreateDBInstance rds:ModifyDBInstance", "rds:pg:{tenant}-x", "own"],
    ["rds:CreateDBInstance", "rds:subgrp:{tenant}-x", "own"],
    ["rds:CreateDBInstance", "rds:cluster:{tenant}-x", "own"],
    ["rds:CreateDBSnapshot", "rds:snapshot:{tenant}-x", "made"],
    // Read by the id that RDS gives it, which names nothing that IAM knows.
    ["rds:DescribeDBInstances", "rds:db:*", "plain"],
    ["rds:DescribeDBInstances", "rds:db:{name}", "own"],
    [
      "secretsmanager:CreateSecret secretsmanager:TagResource secretsmanager:DescribeSecret",
      "secretsmanager:secret:rds!db-{id}",
      "through AWS",
    ],
    account("ec2:DescribeSecurityGroups ec2:DescribeSubnets rds:DescribeDBEngineVersions"),
    passRole,
    linked,
    key,
  ],
};
const cluster: Rule = {
  on: "rds:cluster:{name}",
  make: "CreateDBCluster AddTagsToResource",
  use: `DescribeDBClusters ModifyDBCluster DeleteDBCluster CreateDBClusterSnapshot ${tags}`,
  also: [
    [
      "rds:CreateDBCluster rds:ModifyDBCluster",
      "rds:cluster-pg:default.aurora-postgresql16",
      "plain",
    ],
    ["rds:CreateDBCluster", "rds:cluster-pg:{tenant}-x", "own"],
    ["rds:CreateDBCluster", "rds:subgrp:{tenant}-x", "own"],
    ["rds:CreateDBCluster", "rds:og:default:aurora-postgresql-16", "plain"],
    ["rds:CreateDBClusterSnapshot rds:DeleteDBCluster", "rds:cluster-snapshot:{tenant}-x", "made"],
    ["rds:DescribeGlobalClusters", "arn:aws:rds::111122223333:global-cluster:*", "plain"],
    linked,
    key,
  ],
};
const parameters = (kind: "pg" | "cluster-pg", what: string): Rule => ({
  on: `rds:${kind}:{name}`,
  make: `Create${what} AddTagsToResource`,
  use: `Describe${what}s ${
    kind === "pg" ? "DescribeDBParameters" : "DescribeDBClusterParameters"
  } Modify${what} Reset${what} Delete${what} ${tags}`,
});
const subnets: Rule = { on: "rds:subgrp:{name}", use: `${group} ${tags}`, also: [linked] };

const cache = (kind: string, what: string): Rule => ({
  on: `elasticache:${kind}:{name}`,
  byTag: true,
  make: `Create${what} AddTagsToResource`,
  use: `Modify${what} Delete${what} ${tags}`,
  also: [
    [`elasticache:Create${what}`, "elasticache:parametergroup:default.redis7", "made"],
    [`elasticache:Create${what}`, "elasticache:parametergroup:{tenant}-x", "made and own"],
    [`elasticache:Create${what}`, "elasticache:subnetgroup:{tenant}-x", "made and own"],
    [`elasticache:Modify${what}`, "elasticache:parametergroup:default.redis7", "plain"],
    // The last picture of what goes.
    [`elasticache:Delete${what}`, "elasticache:snapshot:{tenant}-x", "plain"],
    account(`elasticache:Describe${what}s elasticache:DescribeCacheEngineVersions`),
    linked,
    key,
  ],
});
const memory = (kind: string, what: string): Rule => ({
  on: `memorydb:${kind}/{name}`,
  use: `Describe${what}s Update${what} Delete${what} ListTags TagResource UntagResource`,
});

/** Buckets, tables, databases and caches. */
export const storing: Record<string, Rule> = {
  "s3/bucket": {
    on: "arn:aws:s3:::{name}",
    use:
      "CreateBucket ListBucket GetBucketLocation GetBucketTagging PutBucketTagging GetBucketAcl GetBucketPolicy GetBucketVersioning GetBucketCORS GetBucketWebsite GetAccelerateConfiguration GetBucketRequestPayment GetBucketLogging GetLifecycleConfiguration GetReplicationConfiguration GetEncryptionConfiguration GetBucketObjectLockConfiguration DeleteBucket ListBucketVersions",
    also: [
      [
        "s3:GetObject s3:PutObject s3:DeleteObject s3:DeleteObjectVersion",
        "arn:aws:s3:::{name}/a/b",
        "plain",
      ],
    ],
  },
  "s3/bucketVersioning": bucket("BucketVersioning"),
  "s3/bucketAcl": bucket("BucketAcl"),
  "s3/bucketPolicy": {
    ...bucket("BucketPolicy"),
    also: [["s3:DeleteBucketPolicy", "arn:aws:s3:::{bucket}", "plain"]],
  },
  "s3/bucketAccelerateConfiguration": bucket("AccelerateConfiguration"),
  "s3/bucketCorsConfiguration": bucket("BucketCORS"),
  "s3/bucketLifecycleConfiguration": bucket("LifecycleConfiguration"),
  "s3/bucketLogging": bucket("BucketLogging"),
  "s3/bucketNotification": bucket("BucketNotification"),
  "s3/bucketObjectLockConfiguration": bucket("BucketObjectLockConfiguration"),
  "s3/bucketOwnershipControls": bucket("BucketOwnershipControls"),
  "s3/bucketPublicAccessBlock": bucket("BucketPublicAccessBlock"),
  "s3/bucketReplicationConfig": { ...bucket("ReplicationConfiguration"), also: [passRole] },
  "s3/bucketServerSideEncryptionConfiguration": bucket("EncryptionConfiguration"),
  "s3/bucketWebsiteConfiguration": bucket("BucketWebsite"),
  "dynamodb/table": {
    on: "dynamodb:table/{name}",
    make: "CreateTable TagResource",
    use:
      "DescribeTable UpdateTable DescribeContinuousBackups UpdateContinuousBackups DescribeTimeToLive UpdateTimeToLive ListTagsOfResource TagResource UntagResource DeleteTable CreateTableReplica",
    also: [linked, key, ["kms:DescribeKey", "kms:key/{id}", "of alias/aws/dynamodb"]],
  },
  "rds/instance": database,
  "rds/clusterInstance": database,
  "docdb/clusterInstance": database,
  "rds/cluster": cluster,
  "docdb/cluster": cluster,
  "rds/parameterGroup": parameters("pg", "DBParameterGroup"),
  "rds/clusterParameterGroup": parameters("cluster-pg", "DBClusterParameterGroup"),
  "docdb/clusterParameterGroup": parameters("cluster-pg", "DBClusterParameterGroup"),
  "rds/subnetGroup": subnets,
  "docdb/subnetGroup": subnets,
  "elasticache/cluster": cache("cluster", "CacheCluster"),
  "elasticache/replicationGroup": cache("replicationgroup", "ReplicationGroup"),
  "elasticache/parameterGroup": {
    on: "elasticache:parametergroup:{name}",
    byTag: true,
    make: "CreateCacheParameterGroup AddTagsToResource",
    use: `ModifyCacheParameterGroup ResetCacheParameterGroup DeleteCacheParameterGroup ${tags}`,
    also: [account("elasticache:DescribeCacheParameterGroups elasticache:DescribeCacheParameters")],
  },
  "elasticache/subnetGroup": {
    on: "elasticache:subnetgroup:{name}",
    byTag: true,
    make: "CreateCacheSubnetGroup AddTagsToResource",
    use: `ModifyCacheSubnetGroup DeleteCacheSubnetGroup ${tags}`,
    also: [account("elasticache:DescribeCacheSubnetGroups")],
  },
  "memorydb/cluster": {
    ...memory("cluster", "Cluster"),
    also: [
      ["memorydb:CreateCluster memorydb:UpdateCluster", "memorydb:acl/open-access", "plain"],
      ["memorydb:CreateCluster", "memorydb:acl/{tenant}-x", "made and own"],
      ["memorydb:CreateCluster", "memorydb:parametergroup/default.memorydb-redis7", "plain"],
      ["memorydb:CreateCluster", "memorydb:subnetgroup/{tenant}-x", "made and own"],
      ["memorydb:DeleteCluster", "memorydb:snapshot/{tenant}-x", "plain"],
      linked,
      key,
    ],
  },
  "memorydb/acl": {
    ...memory("acl", "ACL"),
    make: "CreateACL",
    also: [["memorydb:CreateACL", "memorydb:user/{tenant}-x", "made and own"]],
  },
  "memorydb/user": { ...memory("user", "User"), also: [["memorydb:CreateUser", "*", "made"]] },
  "memorydb/parameterGroup": {
    ...memory("parametergroup", "ParameterGroup"),
    also: [
      ["memorydb:CreateParameterGroup", "*", "made"],
      ["memorydb:DescribeParameters", "memorydb:parametergroup/{name}", "own"],
    ],
  },
  "memorydb/subnetGroup": {
    ...memory("subnetgroup", "SubnetGroup"),
    also: [["memorydb:CreateSubnetGroup", "*", "made"]],
  },
};
