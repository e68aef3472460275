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
