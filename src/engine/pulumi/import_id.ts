import type { Resource } from "../resource.ts";

/** A resource that may be there. */
export type Begun = Pick<Resource, "key" | "type" | "physicalName"> & {
  /** The name of the cluster that it is in. */
  cluster?: string;
};

export interface Place {
  region: string;
  accountId?: string;
  /** Where SQS answers, when that isn't AWS. */
  queueEndpoint?: string;
}

/** Types whose id is the name that was chosen for them. */
const byName = new Set([
  "aws:cloudwatch/eventBus:EventBus",
  "aws:cloudwatch/eventRule:EventRule",
  "aws:cloudwatch/logGroup:LogGroup",
  "aws:docdb/cluster:Cluster",
  "aws:docdb/clusterInstance:ClusterInstance",
  "aws:docdb/clusterParameterGroup:ClusterParameterGroup",
  "aws:docdb/subnetGroup:SubnetGroup",
  "aws:dynamodb/table:Table",
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
  "aws:memorydb/cluster:Cluster",
  "aws:memorydb/subnetGroup:SubnetGroup",
  "aws:rds/cluster:Cluster",
  "aws:rds/clusterInstance:ClusterInstance",
  "aws:rds/clusterParameterGroup:ClusterParameterGroup",
  "aws:rds/instance:Instance",
  "aws:rds/parameterGroup:ParameterGroup",
  "aws:rds/subnetGroup:SubnetGroup",
  "aws:s3/bucket:Bucket",
  "aws:ssm/parameter:Parameter",
]);

/** Types whose id is made of the name, and more. */
const byNameAndPlace = new Set([
  "aws:ecs/service:Service",
  "aws:sns/topic:Topic",
  "aws:sqs/queue:Queue",
]);

/** What sets something of another resource, and does it again without harm. */
const settings = [
  /^aws:appautoscaling\/(?:policy:Policy|target:Target)$/,
  /^aws:cloudwatch\/(?:eventBusPolicy:EventBusPolicy|eventTarget:EventTarget)$/,
  /^aws:ecs\/clusterCapacityProviders:ClusterCapacityProviders$/,
  /^aws:efs\/(?:backupPolicy:BackupPolicy|fileSystemPolicy:FileSystemPolicy)$/,
  /^aws:iam\/(?:rolePolicy:RolePolicy|rolePolicyAttachment:RolePolicyAttachment)$/,
  /^aws:lb\/(?:listenerCertificate:ListenerCertificate|targetGroupAttachment:TargetGroupAttachment)$/,
  /^aws:s3\/bucket[A-Z]/,
  /^aws:sns\/(?:topicPolicy:TopicPolicy|topicSubscription:TopicSubscription)$/,
  /^aws:wafv2\/webAclAssociation:WebAclAssociation$/,
];

/** Whether one who knows no more than the program finds a resource of this type again, or makes it again without harm. */
export const isFoundAgain = (type: string): boolean =>
  byName.has(type) || byNameAndPlace.has(type) || settings.some((rule) => rule.test(type));

/**
 * By what id the provider imports a resource that may have been created: derived from the name
 * that we chose for it. `undefined` where AWS makes the id up (security groups, balancers) and
 * where creating it twice does no harm (policies and settings of another resource).
 */
export function importId(resource: Begun, place: Place): string | undefined {
  const { type, physicalName: name, cluster } = resource;
  if (name === undefined) return undefined;
  if (byName.has(type)) return name;
  if (type === "aws:ecs/service:Service") return cluster && `${cluster}/${name}`;
  const { region, accountId, queueEndpoint = `https://sqs.${region}.amazonaws.com` } = place;
  if (accountId === undefined) return undefined;
  if (type === "aws:sqs/queue:Queue") return `${queueEndpoint}/${accountId}/${name}`;
  if (type === "aws:sns/topic:Topic") return `arn:aws:sns:${region}:${accountId}:${name}`;
  return undefined;
}
