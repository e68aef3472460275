import type { DefaultSecurityGroupArgs } from "@pulumi/aws/ec2/defaultSecurityGroup.d.ts";
import type { EipArgs } from "@pulumi/aws/ec2/eip.d.ts";
import type { InternetGatewayArgs } from "@pulumi/aws/ec2/internetGateway.d.ts";
import type { NatGatewayArgs } from "@pulumi/aws/ec2/natGateway.d.ts";
import type { RouteArgs } from "@pulumi/aws/ec2/route.d.ts";
import type { RouteTableArgs } from "@pulumi/aws/ec2/routeTable.d.ts";
import type { RouteTableAssociationArgs } from "@pulumi/aws/ec2/routeTableAssociation.d.ts";
import type { SubnetArgs } from "@pulumi/aws/ec2/subnet.d.ts";
import type { VpcArgs } from "@pulumi/aws/ec2/vpc.d.ts";
import type { VpcEndpointArgs } from "@pulumi/aws/ec2/vpcEndpoint.d.ts";
import type { Expression } from "../../engine/resource.ts";
import type { Handle, RenderContext } from "../render.ts";
import { joined } from "../shapes/lists.ts";
import type { VpcSpec } from "./fields.ts";
import { type Subnet, subnetsOf } from "./subnets.ts";

const EVERYWHERE = "0.0.0.0/0";
type Context = RenderContext<VpcSpec>;
type Placed = Subnet & { handle: Handle };

export function renderVpc(c: Context) {
  const { spec } = c;
  const name = c.physicalName({ max: 200 });
  const named = (part?: string) => ({ ...c.tags, Name: part ? `${name}-${part}` : name });
  const vpc = c.resource<VpcArgs>("aws:ec2/vpc:Vpc", "vpc", {
    cidrBlock: spec.cidrBlock,
    enableDnsHostnames: true,
    enableDnsSupport: true,
    tags: named(),
  });
  const gateway = spec.internetGateway.enabled
    ? c.resource<InternetGatewayArgs>("aws:ec2/internetGateway:InternetGateway", "internet", {
      vpcId: vpc.id,
      tags: named(),
    })
    : undefined;
  const subnets: Placed[] = subnetsOf(spec, c.stack.region).map((subnet) => ({
    ...subnet,
    handle: c.resource<SubnetArgs>("aws:ec2/subnet:Subnet", subnet.key, {
      vpcId: vpc.id,
      availabilityZone: subnet.zone,
      cidrBlock: subnet.cidrBlock,
      mapPublicIpOnLaunch: subnet.public && gateway !== undefined,
      tags: named(subnet.key),
    }),
  }));
  const open = subnets.filter((subnet) => subnet.public);
  const closed = subnets.filter((subnet) => !subnet.public);
  const exits = natGateways(c, gateway, { open, closed }, named);
  const tables = [
    open.length === 0
      ? undefined
      : routeTable(c, vpc, "public", open, gateway && { gatewayId: gateway.id }, named),
    // One a zone where each has its own way out, else one for all.
    ...(spec.natGateway.type === "per-az" ? closed.map((subnet) => [subnet]) : [closed])
      .filter((group) => group.length > 0)
      .map((group) => {
        const { key, zone } = group[0]!;
        const exit = exits.get(zone);
        const part = spec.natGateway.type === "per-az" ? key : "private";
        return routeTable(c, vpc, part, group, exit && { natGatewayId: exit.id }, named);
      }),
  ].filter((table) => table !== undefined);
  endpoints(c, vpc, tables, named);
  const group = defaultGroup(c, vpc, named);
  return {
    outputs: {
      vpcId: vpc.id,
      vpcCidr: spec.cidrBlock,
      publicSubnetIds: joined(open.map(({ handle }) => handle.id)),
      privateSubnetIds: joined(closed.map(({ handle }) => handle.id)),
      defaultSecurityGroupId: group.id,
    },
  };
}

type Named = (part?: string) => Record<string, string>;

/** Zone → the NAT gateway that its private subnets leave by. */
function natGateways(
  c: Context,
  internet: Handle | undefined,
  { open, closed }: { open: readonly Placed[]; closed: readonly Placed[] },
  named: Named,
): Map<string, Handle> {
  const { enabled, type } = c.spec.natGateway;
  const zones = [...new Set(closed.map(({ zone }) => zone))];
  if (!enabled || !internet || !zones.length) return new Map();
  // AWS refuses both in a VPC that has no internet gateway yet.
  const options = { dependsOn: [internet] };
  const make = (at: Placed, part: string) => {
    const address = c.resource<EipArgs>("aws:ec2/eip:Eip", `${part}-address`, {
      domain: "vpc",
      tags: named(part),
    }, options);
    return c.resource<NatGatewayArgs>("aws:ec2/natGateway:NatGateway", part, {
      allocationId: address.id,
      subnetId: at.handle.id,
      tags: named(part),
    }, options);
  };
  if (type === "per-az") {
    return new Map(
      zones.map((zone) => [zone, make(open.find((at) => at.zone === zone)!, `nat-${zone}`)]),
    );
  }
  const one = make(open[0]!, "nat");
  return new Map(zones.map((zone) => [zone, one]));
}

function routeTable(
  c: Context,
  vpc: Handle,
  part: string,
  subnets: readonly Placed[],
  target: { gatewayId: Expression } | { natGatewayId: Expression } | undefined,
  named: Named,
): Handle {
  const table = c.resource<RouteTableArgs>("aws:ec2/routeTable:RouteTable", `${part}-routes`, {
    vpcId: vpc.id,
    tags: named(part),
  });
  if (target) {
    c.resource<RouteArgs>("aws:ec2/route:Route", `${part}-internet`, {
      routeTableId: table.id,
      destinationCidrBlock: EVERYWHERE,
      ...target,
    });
  }
  for (const { key, handle } of subnets) {
    c.resource<RouteTableAssociationArgs>(
      "aws:ec2/routeTableAssociation:RouteTableAssociation",
      `${key}-association`,
      { routeTableId: table.id, subnetId: handle.id },
    );
  }
  return table;
}

/** Gateway endpoints cost nothing (AWS, "Gateway endpoints") and keep this traffic off the NAT gateway. */
function endpoints(c: Context, vpc: Handle, tables: readonly Handle[], named: Named): void {
  for (const service of ["s3", "dynamodb"]) {
    c.resource<VpcEndpointArgs>("aws:ec2/vpcEndpoint:VpcEndpoint", service, {
      vpcId: vpc.id,
      serviceName: `com.amazonaws.${c.stack.region}.${service}`,
      vpcEndpointType: "Gateway",
      routeTableIds: tables.map(({ id }) => id),
      tags: named(service),
    });
  }
}

/** The group that AWS gives every VPC: without rules of the spec nothing gets in or out by it. */
function defaultGroup(c: Context, vpc: Handle, named: Named): Handle {
  const rules = c.spec.defaultSecurityGroup;
  return c.resource<DefaultSecurityGroupArgs>(
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    "default-group",
    {
      vpcId: vpc.id,
      ingress: (rules?.ingress ?? []).map((rule) => ({
        fromPort: rule.port,
        toPort: rule.toPort ?? rule.port,
        protocol: rule.protocol,
        cidrBlocks: rule.cidrBlocks,
        description: rule.description,
      })),
      egress: rules ? [{ fromPort: 0, toPort: 0, protocol: "-1", cidrBlocks: [EVERYWHERE] }] : [],
      tags: named("default"),
    },
  );
}
