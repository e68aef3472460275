import type { Place } from "../../../src/tenant/iam/place.ts";
import type { Context } from "../../iam/request.ts";
import type { Seeded } from "../../random.ts";

export const HERE: Place = { vpcId: "vpc-own", subnetIds: ["subnet-own1", "subnet-own2"] };

/** Actions that may place something, on what, and how AWS tells where: Service Authorization Reference. */
const PLACING: [action: RegExp, on: RegExp, key: string][] = [
  [/^ecs:(Create|Update)Service$/, /./, "ecs:subnet"],
  [/^lambda:(CreateFunction|UpdateFunctionConfiguration)$/, /./, "lambda:SubnetIds"],
  [/^autoscaling:(Create|Update)AutoScalingGroup$/, /./, "autoscaling:VPCZoneIdentifiers"],
  [/^elasticloadbalancing:(CreateLoadBalancer|SetSubnets)$/, /./, "elasticloadbalancing:Subnet"],
  [/^ec2:(RunInstances|CreateNetworkInterface)$/, /:subnet\//, "ec2:SubnetID"],
  [/^ec2:CreateSecurityGroup$/, /:vpc\//, "ec2:VpcID"],
  [/^route53:(CreateHostedZone|AssociateVPCWithHostedZone)$/, /./, "route53:VPCs"],
];

/** The key by which AWS is told where an action places what. */
export const placingKey = (action: string, resource: string): string | undefined =>
  PLACING.find(([actions, on]) => actions.test(action) && on.test(resource))?.[2];

/** How often a service or a function is made or changed without a word on where it stands. */
const OPTIONAL = ["ecs:subnet", "lambda:SubnetIds", "autoscaling:VPCZoneIdentifiers"];

/** What a request of the tenant's says of where something stands. */
export function standing(random: Seeded, action: string, resource: string): Context {
  const key = placingKey(action, resource);
  if (key === undefined || OPTIONAL.includes(key) && random.below(2)) return {};
  return { [key]: valueOf(random, key, HERE) };
}

/** What a request says that places something elsewhere, perhaps here as well. */
export function elsewhere(random: Seeded, key: string): Context {
  const there = {
    vpcId: random.pick(["vpc-theirs", "vpc-own2", "vpc-ow", "*", "VPC-OWN"]),
    subnetIds: [random.pick(["subnet-theirs", "subnet-own", "subnet-own11", "*", "Subnet-own1"])],
  };
  const foreign = valueOf(random, key, there);
  if (!Array.isArray(foreign) || random.below(2)) return { [key]: foreign };
  const both = [...foreign, ...[valueOf(random, key, HERE)].flat()];
  return { [key]: random.below(2) ? both : both.reverse() };
}

function valueOf(random: Seeded, key: string, { vpcId, subnetIds }: Place): string | string[] {
  if (key === "ec2:VpcID") return vpcId;
  if (key === "ec2:SubnetID") return random.pick([...subnetIds]);
  if (key === "route53:VPCs") return [`VPCId=${vpcId},VPCRegion=eu-west-1`];
  return random.below(2) ? [...subnetIds] : [random.pick([...subnetIds])];
}
