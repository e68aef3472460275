import type { Context } from "../../iam/request.ts";
import type { Seeded } from "../../random.ts";
import type { Foreign } from "./foreign.ts";
import { anAction, arnByTag, BY_TAG, NAMED } from "./foreign_things.ts";
import { BOUNDARY, policyArn } from "../../../src/tenant/iam/facts.ts";
import { ACCOUNT, arn, TAG, tagged, tagging } from "./world.ts";

/** What may be done with things that are nobody's: made anew, made from, or what docs/tenant-iam.md says. */
const MAY = [
  // Of interfaces, see below.
  /^ec2:(CreateNetworkInterface|CreateSecurityGroup|CreateVolume) /,
  /^ec2:RunInstances .*:(?!launch-template)[\w-]+\/x$/,
  /^ec2:AuthorizeSecurityGroup\w+ .*:(?!security-group\/)[\w-]+\/x$/,
  /^application-autoscaling:(RegisterScalableTarget|TagResource) /,
  /^cloudfront:TagResource /,
  /^servicediscovery:CreateService .*:service/,
  /^(cloudfront:GetDistribution|servicediscovery:Get(Namespace|Service)|apigateway:GET) /,
];
const tags = (random: Seeded, me: string): Context =>
  random.pick([{}, tagging({ [TAG]: me }), tagging({ owner: "x" })]);

/** Things of the account that are no tenant's: neither a name nor a tag says whose they are. */
const nobodys: Foreign = (random, me) => {
  for (;;) {
    const named = random.below(2) === 0;
    const all: typeof NAMED = named ? NAMED : BY_TAG;
    const service = random.pick(Object.keys(all));
    const [kinds, actions] = all[service]!;
    const kind = random.pick(kinds);
    const name = named ? random.pick(["billing-prod", `x${me}-x`, "default-x"]) : "";
    const resource = service === "s3"
      ? `arn:aws:s3:::${name}`
      : arnByTag(service.split("-cluster")[0]!.replace("eks-auth", "eks"), kind + name);
    const action = anAction(random, service, actions);
    if (MAY.some((pattern) => pattern.test(`${action} ${resource}`))) continue;
    if (name.startsWith("default") && /^(elasticache|memorydb|rds):/.test(action)) continue;
    return { action, resource, context: tags(random, me) };
  }
};

/** What is made without the tenant's tag, which would be nobody's; and nobody's, tagged as the tenant's. */
const unclaimed: Foreign = (random, me) => {
  const [actions, resource] = random.pick([
    [
      "eks:CreateCluster cloudfront:CreateDistribution servicediscovery:CreatePrivateDnsNamespace",
      "*",
    ],
    ["memorydb:CreateUser elasticfilesystem:CreateFileSystem", "*"],
    ["ec2:RunInstances", arn("ec2", "instance/x")],
    ["ec2:CreateSecurityGroup", arn("ec2", "security-group/x")],
    ["ec2:CreateLaunchTemplate", arn("ec2", "launch-template/x")],
    ["ec2:CreateVolume", arn("ec2", "volume/x")],
    ["ec2:CreateSnapshot", "arn:aws:ec2:eu-west-1::snapshot/x"],
    [
      "elasticloadbalancing:CreateLoadBalancer",
      arn("elasticloadbalancing", "loadbalancer/app/x/1"),
    ],
    ["apigateway:POST", "arn:aws:apigateway:eu-west-1::/apis"],
    ["lambda:TagResource", arn("lambda", "event-source-mapping:x")],
    ["servicediscovery:CreateService", arn("servicediscovery", "service/x")],
    ["iam:CreateRole", arn("iam", `role/panka/${me}/x`)],
  ]) as [string, string];
  if (random.below(2)) {
    const bounded = { "iam:PermissionsBoundary": policyArn(ACCOUNT, BOUNDARY) };
    const context = { ...bounded, ...random.below(2) && tagging({ owner: "x" }) };
    return { action: random.pick(actions.split(" ")), resource, context };
  }
  const [action, thing] = random.pick([
    ["ec2:CreateTags", arn("ec2", "instance/x")],
    ["elasticfilesystem:TagResource", arn("elasticfilesystem", "file-system/x")],
    ["elasticloadbalancing:AddTags", arn("elasticloadbalancing", "loadbalancer/app/x/1")],
    ["elasticache:AddTagsToResource", arn("elasticache", "cluster:x")],
    ["ec2:RunInstances", arn("ec2", "launch-template/x")],
    ["ec2:CreateSnapshot", arn("ec2", "volume/x")],
    ["elasticache:CreateSnapshot", arn("elasticache", "cluster:x")],
    ["servicediscovery:CreateService", arn("servicediscovery", "namespace/x")],
    ["kms:CreateGrant", arn("kms", "key/theirs")],
  ]) as [string, string];
  return { action, resource: thing, context: tagging({ [TAG]: me }) };
};

/** What may be asked of what is gone, asked of what is another's. */
const gone: Foreign = (random, _me, other) => {
  const [action, resource] = random.pick([
    ["cloudfront:GetDistribution", arn("cloudfront", "distribution/x")],
    ["elasticfilesystem:DescribeAccessPoints", arn("elasticfilesystem", "access-point/x")],
    ["elasticfilesystem:DescribeMountTargets", arn("elasticfilesystem", "file-system/x")],
    ["servicediscovery:GetService", arn("servicediscovery", "service/x")],
    ["apigateway:GET", "arn:aws:apigateway:eu-west-1::/vpclinks/x"],
  ]) as [string, string];
  return { action, resource, context: tagged(other) };
};

/** What AWS asks for the caller is for its own things only. */
const throughAws: Foreign = (random, me, other) => {
  const [action, resource] = random.pick([
    ["secretsmanager:DescribeSecret", arn("secretsmanager", "secret:billing-prod")],
    ["secretsmanager:TagResource", arn("secretsmanager", `secret:${other}-x`)],
    ["cloudwatch:PutMetricAlarm", arn("cloudwatch", "alarm:billing-prod")],
    ["cloudwatch:DeleteAlarms", arn("cloudwatch", `alarm:${other}-x`)],
  ]) as [string, string];
  return { action, resource, context: { ...tags(random, me), "aws:ViaAWSService": "true" } };
};

/** What only AWS may ask in the course of another request, asked straight. */
const straight: Foreign = (random, me) => {
  const [action, resource] = random.pick([
    ["secretsmanager:CreateSecret", arn("secretsmanager", "secret:rds!db-x")],
    ["cloudwatch:PutMetricAlarm", arn("cloudwatch", "alarm:TargetTracking-x")],
    ["logs:PutResourcePolicy", "*"],
    ["logs:DeleteLogDelivery", "*"],
    ["route53:ChangeResourceRecordSets", "arn:aws:route53:::hostedzone/ZOTHER"],
    ["route53:DeleteHostedZone", "arn:aws:route53:::hostedzone/ZOTHER"],
    ["route53:CreateHostedZone", "*"],
    ["kms:DescribeKey", arn("kms", "key/theirs")],
    ["ssm:GetParameter", arn("ssm", "parameter/billing/password")],
    ["events:PutRule", arn("events", "rule/billing")],
    ["apigateway:GET", "arn:aws:apigateway:eu-west-1::/apikeys/x"],
    ["iam:GetOpenIDConnectProvider", arn("iam", "oidc-provider/token.actions.example")],
  ]) as [string, string];
  const context = random.below(2) ? { "aws:ViaAWSService": "false" } : tags(random, me);
  return { action, resource, context: { ...context, "events:source": ["aws.ecs"] } };
};

/** Code of a function that stands in a network asks for what Lambda does with its role. */
const code: Foreign = (random, me) => ({
  action: anAction(
    random,
    "ec2",
    "CreateNetworkInterface DeleteNetworkInterface AssignPrivateIpAddresses UnassignPrivateIpAddresses",
  ),
  resource: arn("ec2", "network-interface/x"),
  context: { "lambda:SourceFunctionArn": arn("lambda", `function:${me}-x`) },
});

/** Interfaces are made for the caller by AWS only; workloads make them themselves. */
const interfaces: Foreign = (random, me) => ({
  action: anAction(random, "ec2", "CreateNetworkInterface DeleteNetworkInterface"),
  resource: arn("ec2", `${random.pick(["network-interface", "subnet"])}/x`),
  context: tags(random, me),
});

/** Another's function gets events, or loses them. */
const polling: Foreign = (random, me, other) => ({
  action: anAction(
    random,
    "lambda",
    "CreateEventSourceMapping UpdateEventSourceMapping DeleteEventSourceMapping",
  ),
  resource: arn("lambda", "event-source-mapping:x"),
  context: {
    ...tags(random, me),
    ...random.below(3) && {
      "lambda:FunctionArn": arn("lambda", `function:${random.pick([other, "billing"])}-dev-fn`),
    },
  },
});

/** Another's load balancer gets a firewall of somebody's. */
const firewall: Foreign = (random, me, other) => {
  const name = random.pick([`app/${other}-x`, `app/billing-prod`, `net/${me}-x`]);
  return {
    action: anAction(random, "wafv2", "AssociateWebACL DisassociateWebACL"),
    resource: arn("elasticloadbalancing", `loadbalancer/${name}/1`),
    context: tags(random, me),
  };
};

/** Step Functions' rule in every account. */
const TASKS = "StepFunctionsGetEventsForECSTaskRule";

/** Rules on the account's bus that hear logins, or do not say what they hear; and the trail, which has them all. */
const listening: Foreign = (random, me, other) => {
  if (random.below(4) === 0) return { action: "cloudtrail:LookupEvents", resource: "*" };
  const sources = [
    undefined,
    ["aws.sts"],
    ["aws.signin"],
    ["aws.iam"],
    ["others.orders"],
    [`panka.schedule.${other}`],
    ["aws.s3", "aws.sts"],
    ["aws.ecs", "aws.sts"],
    [JSON.stringify({ prefix: "aws" })],
  ];
  const source = random.pick(sources);
  return {
    action: "events:PutRule",
    resource: arn("events", `rule/${random.pick([`${me}-x`, `billing-bus/${me}-x`, TASKS])}`),
    context: { ...source && { "events:source": source } },
  };
};

/** The tenant's own network, which is the platform's to change. */
const network: Foreign = (random, me) => {
  const [kind, actions] = random.pick([
    [
      "vpc",
      "DeleteVpc ModifyVpcAttribute CreateSubnet AssociateVpcCidrBlock DisassociateVpcCidrBlock CreateRouteTable CreateNetworkAcl AttachInternetGateway CreateVpcEndpoint",
    ],
    [
      "subnet",
      "DeleteSubnet ModifySubnetAttribute AssociateSubnetCidrBlock DisassociateSubnetCidrBlock CreateNatGateway CreateSubnetCidrReservation",
    ],
    [
      "route-table",
      "CreateRoute ReplaceRoute DeleteRoute DeleteRouteTable AssociateRouteTable DisassociateRouteTable ReplaceRouteTableAssociation",
    ],
    ["natgateway", "DeleteNatGateway AssociateNatGatewayAddress UnassignPrivateNatGatewayAddress"],
    ["internet-gateway", "CreateInternetGateway DetachInternetGateway DeleteInternetGateway"],
    [
      "network-acl",
      "CreateNetworkAclEntry DeleteNetworkAclEntry ReplaceNetworkAclEntry ReplaceNetworkAclAssociation DeleteNetworkAcl",
    ],
    ["dhcp-options", "CreateDhcpOptions DeleteDhcpOptions"],
    ["vpc-peering-connection", "CreateVpcPeeringConnection AcceptVpcPeeringConnection"],
    ["vpc-endpoint", "DeleteVpcEndpoints ModifyVpcEndpoint"],
    [
      "transit-gateway-attachment",
      "CreateTransitGatewayVpcAttachment DeleteTransitGatewayVpcAttachment ModifyTransitGatewayVpcAttachment",
    ],
    [
      "vpn-gateway",
      "CreateVpnGateway DeleteVpnGateway ModifyVpnConnection",
    ],
  ]) as [string, string];
  return {
    action: anAction(random, "ec2", actions),
    resource: arn("ec2", `${kind}/x`),
    context: tagged(me),
  };
};

/** What workloads may do, and deployments may not. */
export const WORKLOADS: readonly Foreign[] = [interfaces];
/** What of the account no tenant has, and what AWS asks for itself. */
export const PLATFORM: readonly Foreign[] = [
  nobodys,
  nobodys,
  unclaimed,
  gone,
  throughAws,
  straight,
  code,
  polling,
  firewall,
];
/** What is a tenant's own by tag or name, and is not for it to change. */
export const WATCHED: readonly Foreign[] = [network, listening];
