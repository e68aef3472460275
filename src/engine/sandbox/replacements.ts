/** Properties that AWS sets only when it makes the resource, whatever the type. */
const always = new Set(["name", "namePrefix", "bucket", "identifier", "clusterIdentifier"]);

/**
 * The same by type, for what panka's kinds set: what version 5.100 of the Terraform provider answers as RequiresReplace
 * to a plan in which that property alone is another.
 */
const byType: Readonly<Record<string, string>> = {
  "apigatewayv2/api": "protocolType",
  "apigatewayv2/apiMapping": "apiId domainName",
  "apigatewayv2/authorizer": "apiId",
  "apigatewayv2/domainName": "domainName",
  "apigatewayv2/integration": "apiId integrationSubtype integrationType",
  "apigatewayv2/route": "apiId",
  "apigatewayv2/stage": "apiId",
  "apigatewayv2/vpcLink": "securityGroupIds subnetIds",
  "appautoscaling/policy": "resourceId scalableDimension serviceNamespace",
  "appautoscaling/target": "resourceId scalableDimension serviceNamespace",
  "cloudwatch/eventArchive": "eventSourceArn",
  "cloudwatch/eventBusPolicy": "eventBusName",
  "cloudwatch/eventRule": "eventBusName",
  "cloudwatch/eventTarget": "eventBusName rule targetId",
  "docdb/cluster": "dbSubnetGroupName engine kmsKeyId masterUsername port snapshotIdentifier " +
    "storageEncrypted",
  "docdb/clusterParameterGroup": "description family",
  "dynamodb/table": "hashKey localSecondaryIndexes rangeKey",
  "ebs/volume": "availabilityZone encrypted kmsKeyId multiAttachEnabled snapshotId",
  "ec2/defaultSecurityGroup": "vpcId",
  "ec2/eip": "domain",
  "ec2/instance":
    "ami associatePublicIpAddress availabilityZone keyName rootBlockDevice.encrypted " +
    "rootBlockDevice.kmsKeyId subnetId",
  "ec2/natGateway": "allocationId subnetId",
  "ec2/route": "destinationCidrBlock routeTableId",
  "ec2/routeTable": "vpcId",
  "ec2/routeTableAssociation": "subnetId",
  "ec2/securityGroup": "description vpcId",
  "ec2/subnet": "availabilityZone cidrBlock vpcId",
  "ec2/vpc": "cidrBlock",
  "ec2/vpcEndpoint": "serviceName vpcEndpointType vpcId",
  "ecs/capacityProvider": "autoScalingGroupProvider.autoScalingGroupArn",
  "ecs/clusterCapacityProviders": "clusterName",
  "ecs/service": "capacityProviderStrategies cluster launchType",
  "ecs/taskDefinition":
    "containerDefinitions cpu ephemeralStorage executionRoleArn family memory networkMode " +
    "requiresCompatibilities runtimePlatform taskRoleArn volumes",
  "efs/accessPoint": "fileSystemId posixUser rootDirectory",
  "efs/backupPolicy": "fileSystemId",
  "efs/fileSystem": "creationToken encrypted kmsKeyId performanceMode",
  "efs/fileSystemPolicy": "fileSystemId",
  "efs/mountTarget": "fileSystemId subnetId",
  "eks/addon": "addonName clusterName",
  "eks/cluster": "roleArn",
  "eks/nodeGroup":
    "amiType capacityType clusterName diskSize instanceTypes nodeGroupName nodeRoleArn " +
    "subnetIds",
  "elasticache/cluster": "clusterId engine port subnetGroupName transitEncryptionEnabled",
  "elasticache/parameterGroup": "description family",
  "elasticache/replicationGroup":
    "atRestEncryptionEnabled dataTieringEnabled kmsKeyId port replicationGroupId snapshotName " +
    "subnetGroupName",
  "iam/instanceProfile": "path",
  "iam/role": "path",
  "iam/rolePolicy": "role",
  "iam/rolePolicyAttachment": "policyArn role",
  "kinesis/stream": "encryptionType",
  "lambda/eventSourceMapping": "eventSourceArn startingPosition",
  "lambda/function": "packageType",
  "lambda/permission": "action function principal sourceArn statementId",
  "lb/listener": "loadBalancerArn",
  "lb/listenerCertificate": "certificateArn listenerArn",
  "lb/listenerRule": "listenerArn",
  "lb/loadBalancer": "internal loadBalancerType",
  "lb/targetGroup": "port protocol targetType vpcId",
  "lb/targetGroupAttachment": "port targetGroupArn targetId",
  "memorydb/cluster":
    "autoMinorVersionUpgrade dataTiering kmsKeyArn port snapshotName subnetGroupName " +
    "tlsEnabled",
  "memorydb/parameterGroup": "description family",
  "memorydb/user": "userName",
  "msk/cluster":
    "brokerNodeGroupInfo.clientSubnets brokerNodeGroupInfo.securityGroups clusterName " +
    "encryptionInfo.encryptionAtRestKmsKeyArn",
  "msk/scramSecretAssociation": "clusterArn",
  "msk/serverlessCluster": "clusterName vpcConfigs",
  "rds/cluster":
    "databaseName dbSubnetGroupName engine kmsKeyId masterUsername snapshotIdentifier " +
    "storageEncrypted",
  "rds/clusterInstance": "clusterIdentifier engine",
  "rds/clusterParameterGroup": "description family",
  "rds/instance":
    "availabilityZone dbName engine kmsKeyId snapshotIdentifier storageEncrypted username",
  "rds/parameterGroup": "description family",
  "route53/record": "zoneId",
  "sfn/stateMachine": "type",
  "sns/topic": "fifoTopic",
  "sns/topicPolicy": "arn",
  "sns/topicSubscription": "endpoint protocol topic",
  "sqs/queue": "fifoQueue",
  "sqs/redrivePolicy": "queueUrl",
  "ssm/parameter": "type",
  "vpc/securityGroupEgressRule": "securityGroupId",
  "vpc/securityGroupIngressRule": "securityGroupId",
  "wafv2/webAclAssociation": "resourceArn webAclArn",
};

/** Of the properties that differ, those for which AWS needs a new resource. */
export function replacing(type: string, paths: readonly string[]): string[] {
  const own = byType[type.split(":")[1]!]?.split(" ") ?? [];
  return paths.filter((path) => {
    const plain = path.replace(/\[\d+\]/g, "");
    return always.has(plain.split(".", 1)[0]!) ||
      own.some((property) => `${plain}.`.startsWith(`${property}.`));
  });
}
