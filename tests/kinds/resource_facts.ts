/** Types whose arguments in @pulumi/aws have no `tags`. */
export const WITHOUT_TAGS = new Set(
  `apigatewayv2/apiMapping apigatewayv2/authorizer apigatewayv2/integration apigatewayv2/route
  appautoscaling/policy
  cloudfront/originAccessControl
  cloudwatch/eventArchive cloudwatch/eventBusPolicy cloudwatch/eventTarget
  ec2/route ec2/routeTableAssociation ec2/volumeAttachment
  ecs/clusterCapacityProviders
  efs/backupPolicy efs/fileSystemPolicy efs/mountTarget
  eks/accessPolicyAssociation
  iam/rolePolicy iam/rolePolicyAttachment
  lambda/functionUrl lambda/permission
  lb/listenerCertificate lb/targetGroupAttachment
  msk/configuration msk/scramSecretAssociation
  route53/record
  s3/bucketAccelerateConfiguration s3/bucketAcl s3/bucketCorsConfiguration
  s3/bucketLifecycleConfiguration s3/bucketLogging s3/bucketNotification
  s3/bucketObjectLockConfiguration s3/bucketOwnershipControls s3/bucketPolicy
  s3/bucketPublicAccessBlock s3/bucketReplicationConfig
  s3/bucketServerSideEncryptionConfiguration s3/bucketVersioning s3/bucketWebsiteConfiguration
  scheduler/schedule
  sns/topicPolicy sns/topicSubscription
  sqs/redrivePolicy
  wafv2/webAclAssociation`.split(/\s+/),
);

/** Longest name that AWS takes, in characters, from the service's API reference. */
export const NAME_LIMITS: Readonly<Record<string, number>> = {
  "apigatewayv2/api": 128,
  "apigatewayv2/vpcLink": 128,
  "appautoscaling/policy": 256,
  "autoscaling/group": 255,
  "cloudfront/originAccessControl": 64,
  "cloudwatch/eventArchive": 48,
  "cloudwatch/eventBus": 256,
  "cloudwatch/eventRule": 64,
  "cloudwatch/logGroup": 512,
  "docdb/cluster": 63,
  "docdb/clusterInstance": 63,
  "docdb/clusterParameterGroup": 255,
  "docdb/subnetGroup": 255,
  "dynamodb/table": 255,
  "ec2/launchTemplate": 128,
  "ec2/securityGroup": 255,
  "ecs/capacityProvider": 255,
  "ecs/cluster": 255,
  "ecs/service": 255,
  "ecs/taskDefinition": 255,
  // The creation token.
  "efs/fileSystem": 64,
  "eks/cluster": 100,
  "eks/nodeGroup": 63,
  "elasticache/cluster": 50,
  "elasticache/parameterGroup": 255,
  "elasticache/replicationGroup": 40,
  "elasticache/subnetGroup": 255,
  "iam/instanceProfile": 128,
  "iam/role": 64,
  "lambda/function": 64,
  "lb/loadBalancer": 32,
  "lb/targetGroup": 32,
  "memorydb/cluster": 40,
  "memorydb/parameterGroup": 255,
  "memorydb/subnetGroup": 255,
  "msk/cluster": 64,
  "msk/configuration": 249,
  "msk/serverlessCluster": 64,
  "rds/cluster": 63,
  "rds/clusterInstance": 63,
  "rds/clusterParameterGroup": 255,
  "rds/instance": 63,
  "rds/parameterGroup": 255,
  "rds/subnetGroup": 255,
  "s3/bucket": 63,
  "scheduler/schedule": 64,
  // The whole host name.
  "servicediscovery/service": 253,
  "sfn/stateMachine": 80,
  "sns/topic": 256,
  "sqs/queue": 80,
};

/** Why some actions have no narrower resource than all. */
export const ANY_RESOURCE: readonly { actions: RegExp; why: string }[] = [
  { actions: /^ssmmessages:/, why: "ECS Exec's channels have no ARN" },
  { actions: /^ecr:GetAuthorizationToken$/, why: "the token is for the whole registry" },
  { actions: /^xray:Put/, why: "traces have no ARN" },
  {
    actions:
      /^ec2:(Assign|Unassign)PrivateIpAddresses$|^ec2:(Create|Delete|Describe)NetworkInterface/,
    why: "Lambda is asked for these before the interface exists",
  },
  {
    actions: /^ecs:ListTasks$/,
    why:
      "AWS judges it without a resource when no instance is asked for; a condition names the cluster",
  },
  { actions: /^ec2:Describe/, why: "describing takes no resource" },
  {
    actions:
      /^logs:(CreateLogDelivery|GetLogDelivery|UpdateLogDelivery|DeleteLogDelivery|ListLogDeliveries|PutResourcePolicy|DescribeResourcePolicies|DescribeLogGroups)$/,
    why: "log deliveries have no ARN",
  },
];

/** "lb/targetGroup" of "aws:lb/targetGroup:TargetGroup". */
export const shortType = (type: string): string => type.split(":")[1]!;

/** Types whose names have no two dashes in a row, nor one at the end. */
export const SINGLE_DASHES =
  /^(rds|docdb|elasticache|memorydb)\/(cluster|clusterInstance|instance|replicationGroup|\w*[pP]arameterGroup)$/;
/** Beginnings of names that AWS keeps for itself: CreateLoadBalancer, CreateSecurityGroup, CreateCapacityProvider, "Bucket naming rules". */
export const RESERVED_NAMES: Readonly<Record<string, RegExp>> = {
  "ec2/securityGroup": /^sg-/,
  "ecs/capacityProvider": /^(aws|ecs|fargate)/i,
  "lb/loadBalancer": /^internal-/,
  "s3/bucket": /^(xn--|sthree-|amzn-s3-demo-)/,
};
/** Types whose names have no dash at the end. */
export const NO_LAST_DASH = /^lb\/(loadBalancer|targetGroup)$/;
