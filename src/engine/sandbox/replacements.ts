/** Properties that AWS sets only when it makes the resource, whatever the type. */
const always = new Set(["name", "namePrefix", "bucket", "identifier", "clusterIdentifier"]);

/** The same by type: "Forces new resource" in the provider's documentation, for what panka's kinds set. */
const byType: Record<string, readonly string[]> = {
  "aws:apigatewayv2/api:Api": ["protocolType"],
  "aws:cloudwatch/eventTarget:EventTarget": ["rule", "eventBusName", "targetId"],
  "aws:docdb/cluster:Cluster": [
    "engine",
    "masterUsername",
    "dbSubnetGroupName",
    "storageEncrypted",
    "kmsKeyId",
  ],
  "aws:dynamodb/table:Table": ["hashKey", "rangeKey", "localSecondaryIndexes"],
  "aws:ebs/volume:Volume": ["availabilityZone", "encrypted", "kmsKeyId", "snapshotId"],
  "aws:ec2/instance:Instance": [
    "ami",
    "availabilityZone",
    "keyName",
    "subnetId",
    "userDataReplaceOnChange",
  ],
  "aws:ec2/eip:Eip": ["domain"],
  "aws:ec2/natGateway:NatGateway": ["allocationId", "subnetId"],
  "aws:ec2/route:Route": ["destinationCidrBlock", "routeTableId"],
  "aws:ec2/routeTable:RouteTable": ["vpcId"],
  "aws:ec2/routeTableAssociation:RouteTableAssociation": ["subnetId"],
  "aws:ec2/securityGroup:SecurityGroup": ["description", "vpcId"],
  "aws:ec2/subnet:Subnet": ["availabilityZone", "cidrBlock", "vpcId"],
  "aws:ec2/vpc:Vpc": ["cidrBlock"],
  "aws:ec2/vpcEndpoint:VpcEndpoint": ["serviceName", "vpcEndpointType", "vpcId"],
  "aws:ecs/service:Service": ["cluster", "launchType", "schedulingStrategy"],
  "aws:ecs/taskDefinition:TaskDefinition": [
    "containerDefinitions",
    "cpu",
    "executionRoleArn",
    "family",
    "memory",
    "networkMode",
    "requiresCompatibilities",
    "runtimePlatform",
    "taskRoleArn",
    "volumes",
  ],
  "aws:efs/fileSystem:FileSystem": [
    "encrypted",
    "kmsKeyId",
    "performanceMode",
    "availabilityZoneName",
  ],
  "aws:eks/cluster:Cluster": ["roleArn"],
  "aws:elasticache/cluster:Cluster": ["clusterId", "engine", "port", "subnetGroupName"],
  "aws:elasticache/replicationGroup:ReplicationGroup": [
    "atRestEncryptionEnabled",
    "kmsKeyId",
    "port",
    "replicationGroupId",
    "subnetGroupName",
  ],
  "aws:iam/instanceProfile:InstanceProfile": ["path"],
  "aws:iam/role:Role": ["path"],
  "aws:iam/rolePolicy:RolePolicy": ["role"],
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ["role", "policyArn"],
  "aws:kinesis/stream:Stream": ["encryptionType"],
  "aws:lambda/function:Function": ["packageType"],
  "aws:lambda/permission:Permission": [
    "action",
    "function",
    "principal",
    "sourceArn",
    "statementId",
  ],
  "aws:lb/listener:Listener": ["loadBalancerArn"],
  "aws:lb/loadBalancer:LoadBalancer": ["internal", "loadBalancerType"],
  "aws:lb/targetGroup:TargetGroup": ["port", "protocol", "targetType", "vpcId"],
  "aws:rds/cluster:Cluster": [
    "availabilityZones",
    "databaseName",
    "engineMode",
    "kmsKeyId",
    "masterUsername",
    "storageEncrypted",
  ],
  "aws:rds/clusterInstance:ClusterInstance": ["clusterIdentifier", "engine"],
  "aws:rds/instance:Instance": [
    "availabilityZone",
    "dbName",
    "engine",
    "kmsKeyId",
    "storageEncrypted",
    "username",
  ],
  "aws:sns/topic:Topic": ["fifoTopic"],
  "aws:sns/topicSubscription:TopicSubscription": ["endpoint", "protocol", "topic"],
  "aws:sqs/queue:Queue": ["fifoQueue"],
  "aws:ssm/parameter:Parameter": ["type"],
};

/** Of the properties that differ, those for which AWS needs a new resource. Paths count by their first part. */
export function replacing(type: string, paths: readonly string[]): string[] {
  const own = byType[type] ?? [];
  return paths.filter((path) => {
    const property = path.split(/[.[]/, 1)[0]!;
    return always.has(property) || own.includes(property);
  });
}
