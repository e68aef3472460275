/** Seconds that AWS takes to make a resource, as seen in practice; changing takes half, deleting as long. */
const seconds: Record<string, number> = {
  "aws:cloudfront/distribution:Distribution": 200,
  "aws:docdb/clusterInstance:ClusterInstance": 300,
  "aws:ec2/instance:Instance": 30,
  "aws:ecs/service:Service": 60,
  "aws:eks/cluster:Cluster": 540,
  "aws:elasticache/cluster:Cluster": 240,
  "aws:elasticache/replicationGroup:ReplicationGroup": 400,
  "aws:lambda/function:Function": 8,
  "aws:lb/loadBalancer:LoadBalancer": 120,
  "aws:memorydb/cluster:Cluster": 400,
  "aws:msk/cluster:Cluster": 1500,
  "aws:rds/clusterInstance:ClusterInstance": 420,
  "aws:rds/instance:Instance": 300,
  "aws:sqs/queue:Queue": 25,
};

/** Milliseconds that an operation takes in real life; most take two seconds. */
export function durationOf(type: string, operation: "create" | "update" | "delete"): number {
  const create = seconds[type] ?? 2;
  return 1000 * (operation === "update" ? create / 2 : create);
}
