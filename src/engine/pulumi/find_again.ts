import { hostDomain, partition } from "../../ports/partition.ts";
import { BY_LISTING } from "./listing.ts";
import { given, joined, type Lost } from "./lost.ts";

export interface Place {
  region: string;
  accountId?: string;
  /** Where SQS answers, when that isn't AWS. */
  queueEndpoint?: string;
}

/** Types whose id is the name that was chosen for them. */
const BY_NAME = new Set([
  "aws:apigatewayv2/domainName:DomainName",
  "aws:autoscaling/group:Group",
  "aws:cloudwatch/eventArchive:EventArchive",
  "aws:cloudwatch/eventBus:EventBus",
  "aws:cloudwatch/logGroup:LogGroup",
  "aws:docdb/cluster:Cluster",
  "aws:docdb/clusterInstance:ClusterInstance",
  "aws:docdb/clusterParameterGroup:ClusterParameterGroup",
  "aws:docdb/subnetGroup:SubnetGroup",
  "aws:dynamodb/table:Table",
  "aws:ecs/capacityProvider:CapacityProvider",
  "aws:ecs/cluster:Cluster",
  "aws:eks/cluster:Cluster",
  "aws:elasticache/cluster:Cluster",
  "aws:elasticache/parameterGroup:ParameterGroup",
  "aws:elasticache/replicationGroup:ReplicationGroup",
  "aws:elasticache/subnetGroup:SubnetGroup",
  "aws:iam/instanceProfile:InstanceProfile",
  "aws:iam/role:Role",
  "aws:kinesis/stream:Stream",
  "aws:lambda/function:Function",
  "aws:memorydb/acl:Acl",
  "aws:memorydb/cluster:Cluster",
  "aws:memorydb/parameterGroup:ParameterGroup",
  "aws:memorydb/subnetGroup:SubnetGroup",
  "aws:memorydb/user:User",
  "aws:rds/cluster:Cluster",
  "aws:rds/clusterInstance:ClusterInstance",
  "aws:rds/clusterParameterGroup:ClusterParameterGroup",
  "aws:rds/instance:Instance",
  "aws:rds/parameterGroup:ParameterGroup",
  "aws:rds/subnetGroup:SubnetGroup",
  "aws:s3/bucket:Bucket",
  "aws:ssm/parameter:Parameter",
]);

/** Types whose id is made of what they were given, as the Terraform provider's pages say under "Import". */
const BY_INPUTS: Record<string, (lost: Lost, place: Place) => string | undefined> = {
  "aws:apigatewayv2/stage:Stage": (r) => joined("/", given(r, "apiId"), given(r, "name")),
  "aws:cloudwatch/eventRule:EventRule": (r) =>
    given(r, "eventBusName") === undefined
      ? r.physicalName
      : joined("/", given(r, "eventBusName"), r.physicalName),
  "aws:ec2/route:Route": (r) =>
    joined("_", given(r, "routeTableId"), given(r, "destinationCidrBlock")),
  "aws:ec2/routeTableAssociation:RouteTableAssociation": (r) =>
    joined("/", given(r, "subnetId"), given(r, "routeTableId")),
  "aws:ec2/volumeAttachment:VolumeAttachment": (r) =>
    joined(":", given(r, "deviceName"), given(r, "volumeId"), given(r, "instanceId")),
  "aws:ecs/service:Service": (r) => joined("/", lastPart(given(r, "cluster")), r.physicalName),
  "aws:eks/accessEntry:AccessEntry": (r) =>
    joined(":", given(r, "clusterName"), given(r, "principalArn")),
  "aws:eks/addon:Addon": (r) => joined(":", given(r, "clusterName"), given(r, "addonName")),
  "aws:eks/nodeGroup:NodeGroup": (r) =>
    joined(":", given(r, "clusterName"), given(r, "nodeGroupName")),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": (r, { region, accountId }) =>
    joined(
      "",
      `arn:${partition(region)}:iam::`,
      accountId,
      ":oidc-provider/",
      given(r, "url")?.replace(/^https:\/\//, ""),
    ),
  "aws:lambda/functionUrl:FunctionUrl": (r) => given(r, "functionName"),
  "aws:lambda/permission:Permission": (r) =>
    joined("/", given(r, "function"), given(r, "statementId")),
  "aws:route53/record:Record": (r) =>
    joined("_", given(r, "zoneId"), given(r, "name"), given(r, "type")),
  "aws:scheduler/schedule:Schedule": (r) => joined("/", "default", r.physicalName),
  "aws:sfn/stateMachine:StateMachine": (r, place) =>
    arnOf(place, "states", joined(":", "stateMachine", r.physicalName)),
  "aws:sns/topic:Topic": (r, place) => arnOf(place, "sns", r.physicalName),
  "aws:sqs/queue:Queue": (r, { region, accountId, queueEndpoint }) =>
    joined(
      "/",
      queueEndpoint ?? `https://sqs.${region}.${hostDomain(partition(region))}`,
      accountId,
      r.physicalName,
    ),
};

const wholeArn = (arn: string) => arn;
const idOfArn = (arn: string) => lastPart(arn)!;

/** Types whose id AWS makes up, and which bear tags: what the ARN says they are, and where their id is in it. */
const BY_TAG: Record<string, [RegExp, (arn: string, lost: Lost) => string | undefined]> = {
  "aws:apigatewayv2/api:Api": [/^arn:[^:]+:apigateway:[^:]*::\/apis\/[^/]+$/, idOfArn],
  "aws:apigatewayv2/vpcLink:VpcLink": [/:\/vpclinks\/[^/]+$/, idOfArn],
  "aws:cloudfront/distribution:Distribution": [/^arn:[^:]+:cloudfront:/, idOfArn],
  "aws:ebs/volume:Volume": [/:ec2:.*\/vol-/, idOfArn],
  "aws:ec2/eip:Eip": [/:ec2:.*\/eipalloc-/, idOfArn],
  "aws:ec2/instance:Instance": [/:ec2:.*\/i-/, idOfArn],
  "aws:ec2/internetGateway:InternetGateway": [/:ec2:.*\/igw-/, idOfArn],
  "aws:ec2/launchTemplate:LaunchTemplate": [/:ec2:.*\/lt-/, idOfArn],
  "aws:ec2/natGateway:NatGateway": [/:ec2:.*\/nat-/, idOfArn],
  "aws:ec2/routeTable:RouteTable": [/:ec2:.*\/rtb-/, idOfArn],
  "aws:ec2/securityGroup:SecurityGroup": [/:ec2:.*\/sg-/, idOfArn],
  "aws:ec2/subnet:Subnet": [/:ec2:.*\/subnet-/, idOfArn],
  "aws:ec2/vpc:Vpc": [/:ec2:.*\/vpc-/, idOfArn],
  "aws:ec2/vpcEndpoint:VpcEndpoint": [/:ec2:.*\/vpce-/, idOfArn],
  "aws:efs/accessPoint:AccessPoint": [/:access-point\//, idOfArn],
  "aws:efs/fileSystem:FileSystem": [/:file-system\//, idOfArn],
  "aws:lambda/eventSourceMapping:EventSourceMapping": [/:event-source-mapping:/, idOfArn],
  "aws:lb/listener:Listener": [/:listener\//, wholeArn],
  "aws:lb/listenerRule:ListenerRule": [/:listener-rule\//, wholeArn],
  "aws:lb/loadBalancer:LoadBalancer": [/:loadbalancer\//, wholeArn],
  "aws:lb/targetGroup:TargetGroup": [/:targetgroup\//, wholeArn],
  "aws:msk/cluster:Cluster": [/:kafka:[^:]*:[^:]*:cluster\//, wholeArn],
  "aws:msk/serverlessCluster:ServerlessCluster": [/:kafka:[^:]*:[^:]*:cluster\//, wholeArn],
  "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": [
    /:namespace\//,
    (arn, lost) => joined(":", lastPart(arn), given(lost, "vpc")),
  ],
  "aws:servicediscovery/service:Service": [/:servicediscovery:[^:]*:[^:]*:service\//, idOfArn],
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": [/:ec2:.*\/sgr-/, idOfArn],
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": [/:ec2:.*\/sgr-/, idOfArn],
};

/** What sets something of another resource, and does it again without harm. */
const SETTINGS = [
  /^aws:appautoscaling\/(?:policy:Policy|target:Target)$/,
  /^aws:cloudwatch\/(?:eventBusPolicy:EventBusPolicy|eventTarget:EventTarget)$/,
  /^aws:ec2\/defaultSecurityGroup:DefaultSecurityGroup$/,
  /^aws:ecs\/(?:clusterCapacityProviders:ClusterCapacityProviders|taskDefinition:TaskDefinition)$/,
  /^aws:efs\/(?:backupPolicy:BackupPolicy|fileSystemPolicy:FileSystemPolicy)$/,
  /^aws:eks\/accessPolicyAssociation:AccessPolicyAssociation$/,
  /^aws:iam\/(?:rolePolicy:RolePolicy|rolePolicyAttachment:RolePolicyAttachment)$/,
  /^aws:lb\/(?:listenerCertificate:ListenerCertificate|targetGroupAttachment:TargetGroupAttachment)$/,
  /^aws:msk\/scramSecretAssociation:ScramSecretAssociation$/,
  /^aws:s3\/bucket[A-Z]/,
  /^aws:sns\/(?:topicPolicy:TopicPolicy|topicSubscription:TopicSubscription)$/,
  /^aws:sqs\/redrivePolicy:RedrivePolicy$/,
  /^aws:wafv2\/webAclAssociation:WebAclAssociation$/,
];

/** How one who knows no more than the program finds a resource of a type that was made. */
export function wayOfFinding(
  type: string,
): "name" | "inputs" | "tag" | "listing" | "setting" | undefined {
  if (BY_NAME.has(type)) return "name";
  if (type in BY_INPUTS) return "inputs";
  if (type in BY_TAG) return "tag";
  if (type in BY_LISTING) return "listing";
  return SETTINGS.some((rule) => rule.test(type)) ? "setting" : undefined;
}

/** By what id the provider imports a resource that may have been made; `undefined` where that is not known. */
export function importId(lost: Lost, place: Place): string | undefined {
  const { type, arns = [], physicalName } = lost;
  if (BY_NAME.has(type)) return physicalName;
  if (type in BY_INPUTS) return BY_INPUTS[type]!(lost, place);
  const [shape, idOf] = BY_TAG[type] ?? [];
  // Of two nobody knows which is meant.
  const [arn, another] = arns.filter((one) => shape?.test(one));
  return arn !== undefined && another === undefined ? idOf?.(arn, lost) : undefined;
}

/** Where AWS is asked for a tag of a type: CloudFront is everywhere, and known of in one region. */
export function regionOf(type: string, region: string): string {
  return type.startsWith("aws:cloudfront/") && partition(region) === "aws" ? "us-east-1" : region;
}

/** What follows the last slash or colon: most often the id in an ARN. */
export const lastPart = (text: string | undefined) => text?.split(/[/:]/).at(-1);

function arnOf({ region, accountId }: Place, service: string, resource: string | undefined) {
  return joined(":", `arn:${partition(region)}:${service}`, region, accountId, resource);
}
