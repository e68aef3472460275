const IDLE = "nothing looks at it without what was taken back with it";
const ONCE = "AWS sets it when it makes the resource, and making it anew would lose what it holds";
const CHOSEN = "not said means that AWS chooses, and it has: any window will do";
const GROWN = "disks don't shrink, and what is there is paid for until it is set to something else";
const AT_LEAST_ONE = "the provider takes no 0; without the whole expiry or transition it is gone";
const UNTOLD =
  "AWS tells nothing of a bound of -1, so that the provider would set it again in each run";

/** Properties that stay when an option is taken back, and why a kind can't say that they are off. */
export const STAYS: Readonly<Record<string, string>> = {
  "docdb/cluster kmsKeyId": ONCE,
  "docdb/cluster preferredBackupWindow": CHOSEN,
  "docdb/cluster preferredMaintenanceWindow": CHOSEN,
  "docdb/cluster snapshotIdentifier": ONCE,
  "docdb/clusterInstance preferredMaintenanceWindow": CHOSEN,
  "dynamodb/table globalSecondaryIndexes[].readCapacity": IDLE,
  "dynamodb/table globalSecondaryIndexes[].writeCapacity": IDLE,
  "dynamodb/table onDemandThroughput.maxReadRequestUnits": UNTOLD,
  "dynamodb/table onDemandThroughput.maxWriteRequestUnits": UNTOLD,
  "dynamodb/table readCapacity": IDLE,
  "dynamodb/table serverSideEncryption.kmsKeyArn":
    "the provider knows no word for AWS's own key; encryption.enabled: false takes the other away",
  "dynamodb/table streamViewType": IDLE,
  "dynamodb/table ttl": "AWS turns expiry off by the attribute's name; ttl.enabled: false says it",
  "dynamodb/table writeCapacity": IDLE,
  "ebs/volume kmsKeyId": ONCE,
  "ebs/volume snapshotId": ONCE,
  "ec2/instance keyName": ONCE,
  "ec2/instance rootBlockDevice.volumeSize": GROWN,
  "efs/fileSystem kmsKeyId": ONCE,
  "eks/cluster vpcConfig.publicAccessCidrs": IDLE,
  "elasticache/cluster maintenanceWindow": CHOSEN,
  "elasticache/replicationGroup maintenanceWindow": CHOSEN,
  "elasticache/replicationGroup numNodeGroups": IDLE,
  "elasticache/replicationGroup replicasPerNodeGroup": IDLE,
  "elasticache/replicationGroup snapshotWindow": CHOSEN,
  "lb/listener defaultActions[].fixedResponse": IDLE,
  "lb/listener defaultActions[].targetGroupArn": IDLE,
  "lb/listener sslPolicy": IDLE,
  "memorydb/cluster maintenanceWindow": CHOSEN,
  "memorydb/cluster snapshotWindow": CHOSEN,
  "msk/cluster encryptionInfo.encryptionAtRestKmsKeyArn": ONCE,
  "rds/cluster kmsKeyId": ONCE,
  "rds/cluster masterUserSecretKmsKeyId": ONCE,
  "rds/cluster preferredBackupWindow": CHOSEN,
  "rds/cluster preferredMaintenanceWindow": CHOSEN,
  "rds/cluster snapshotIdentifier": ONCE,
  "rds/clusterInstance monitoringRoleArn": IDLE,
  "rds/clusterInstance performanceInsightsKmsKeyId": ONCE,
  "rds/clusterInstance preferredMaintenanceWindow": CHOSEN,
  "rds/instance backupWindow": CHOSEN,
  "rds/instance iops": GROWN,
  "rds/instance kmsKeyId": ONCE,
  "rds/instance maintenanceWindow": CHOSEN,
  "rds/instance masterUserSecretKmsKeyId": ONCE,
  "rds/instance monitoringRoleArn": IDLE,
  "rds/instance performanceInsightsKmsKeyId": ONCE,
  "rds/instance snapshotIdentifier": ONCE,
  "rds/instance storageThroughput": GROWN,
  "s3/bucketLifecycleConfiguration rules[].noncurrentVersionExpiration.newerNoncurrentVersions":
    AT_LEAST_ONE,
  "s3/bucketLifecycleConfiguration rules[].noncurrentVersionTransitions[].newerNoncurrentVersions":
    AT_LEAST_ONE,
  "sns/topicSubscription filterPolicyScope": IDLE,
  "sqs/queue kmsDataKeyReusePeriodSeconds": IDLE,
};
