import type { Resource, ResourceGraph, Value } from "../engine/resource.ts";
import type { Diagnostic } from "../stack/model.ts";

/**
 * What AWS wants in two zones: CreateLoadBalancer (application), CreateDBSubnetGroup, CreateCluster of
 * Amazon EKS and MSK. Whether two subnets are in two zones is not known here.
 */
const IN_TWO_ZONES = [
  "aws:docdb/subnetGroup:SubnetGroup",
  "aws:eks/cluster:Cluster",
  "aws:msk/cluster:Cluster",
  "aws:msk/serverlessCluster:ServerlessCluster",
  "aws:rds/subnetGroup:SubnetGroup",
];

const SUBNETS = /^(subnets|subnetIds|clientSubnets|vpcZoneIdentifiers)$/;

/** Resources for which a network that is listed by its subnets has too few. */
export function fewSubnets({ resources }: ResourceGraph): Diagnostic[] {
  return resources.flatMap((resource): Diagnostic[] => {
    const { key, type, properties } = resource;
    const given = type === "aws:ec2/instance:Instance"
      ? properties.subnetId === undefined ? 0 : undefined
      : fewest(properties);
    const wanted = wantedBy(resource);
    if (given === undefined || given >= wanted) return [];
    const side = properties.internal === false ? "public" : "private";
    return [{
      severity: "error",
      code: "few-subnets",
      summary: `${key} needs ${wanted === 1 ? "a subnet" : "subnets in two zones"}`,
      why: `the network lists ${given === 1 ? "one" : "none"} for it`,
      fix: `add their ids to networking.existing.subnetIds.${side}`,
    }];
  });
}

function wantedBy({ type, properties }: Resource): number {
  if (type === "aws:lb/loadBalancer:LoadBalancer") {
    return properties.loadBalancerType === "application" ? 2 : 1;
  }
  return IN_TWO_ZONES.includes(type) ? 2 : 1;
}

/** How many subnets a resource is given, where they are listed. */
function fewest(value: Value | undefined): number | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  for (const [name, item] of Object.entries(value as { [name: string]: Value })) {
    const found = SUBNETS.test(name) && Array.isArray(item) ? item.length : fewest(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
