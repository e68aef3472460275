import { TENANT_TAG } from "../names.ts";
import {
  allow,
  type Conditions,
  type Document,
  documentOf,
  MADE,
  OWN,
  OWNED,
  THROUGH_AWS,
} from "./document.ts";
import { arn, type Platform } from "./facts.ts";

const UNTAGGED: Conditions = { Null: { [`aws:ResourceTag/${TENANT_TAG}`]: "true" } };

/** What a deployment may do with things that AWS names itself: their tag tells whose they are. */
export function deployByTag(platform: Platform): Document {
  const { partition = "aws" } = platform;
  const ec2 = (...kinds: string[]) => kinds.map((kind) => `${arn(platform, "ec2")}${kind}/*`);
  const apis = ["apis", "domainnames", "vpclinks"].map((each) =>
    `arn:${partition}:apigateway:*::/${each}`
  );
  const onCreation = (service: string, actions: string[]) => ({
    StringEquals: { [`${service}:CreateAction`]: actions },
  });
  const caches = (...rest: string[]) => rest.map((each) => arn(platform, "elasticache") + each);
  return documentOf(
    [
      allow(
        "Owned",
        [
          "apigateway:*",
          "application-autoscaling:*",
          "cloudfront:*",
          "ec2:*",
          "elasticache:*",
          "elasticfilesystem:*",
          "elasticloadbalancing:*",
          "kms:CreateGrant",
          "kms:Decrypt",
          "kms:DescribeKey",
          "kms:Encrypt",
          "kms:GenerateDataKey*",
          "kms:ReEncrypt*",
          "lambda:ListTags",
          "lambda:TagResource",
          "lambda:UntagResource",
          "secretsmanager:DescribeSecret",
          "secretsmanager:Get*",
          "servicediscovery:*",
        ],
        "*",
        OWNED,
      ),
      // Read until it is gone, or when somebody has removed it: its tag is gone too, and AWS shall say that it is.
      allow(
        "Gone",
        [
          "cloudfront:GetDistribution",
          "elasticfilesystem:Describe*",
          "servicediscovery:GetNamespace",
          "servicediscovery:GetService",
        ],
        "*",
        UNTAGGED,
      ),
      allow("GoneApis", "apigateway:GET", apis.map((each) => `${each}/*`), UNTAGGED),
      allow(
        "Made",
        [
          "application-autoscaling:RegisterScalableTarget",
          "application-autoscaling:TagResource",
          "cloudfront:CreateDistribution",
          "cloudfront:TagResource",
          "ec2:CreateLaunchTemplate",
          "eks:CreateCluster",
          "elasticfilesystem:CreateFileSystem",
          "elasticloadbalancing:CreateLoadBalancer",
          "elasticloadbalancing:CreateTargetGroup",
          "memorydb:CreateParameterGroup",
          "memorydb:CreateSubnetGroup",
          "memorydb:CreateUser",
          "servicediscovery:CreatePrivateDnsNamespace",
        ],
        "*",
        MADE,
      ),
      allow(
        "MadeNames",
        "servicediscovery:CreateService",
        `${arn(platform, "servicediscovery")}service/*`,
        MADE,
      ),
      // Functions are known by name.
      allow(
        "MadePollers",
        "lambda:TagResource",
        `${arn(platform, "lambda")}event-source-mapping:*`,
        MADE,
      ),
      allow("MadeApis", "apigateway:POST", apis, MADE),
      allow(
        "MadeMachines",
        [
          "ec2:CreateSecurityGroup",
          "ec2:CreateVolume",
          "ec2:RunInstances",
        ],
        ec2("instance", "security-group", "volume"),
        MADE,
      ),
      // A picture of what is nobody's would be the tenant's.
      allow("MadePictures", "ec2:CreateSnapshot", `arn:${partition}:ec2:*::snapshot/*`, MADE),
      // What they are made from and stand in; other tenants' is denied by its tag.
      allow("MadeFrom", [
        "ec2:AuthorizeSecurityGroup*",
        "ec2:CreateSecurityGroup",
        "ec2:CreateVolume",
        "ec2:RunInstances",
      ], [
        `arn:${partition}:ec2:*::image/*`,
        `arn:${partition}:ec2:*::snapshot/*`,
        ...ec2("key-pair", "network-interface", "security-group-rule", "subnet", "vpc"),
      ]),
      allow("MadeWith", "ec2:RunInstances", ec2("security-group", "volume")),
      allow(
        "TagMachines",
        "ec2:CreateTags",
        "*",
        onCreation("ec2", [
          "AuthorizeSecurityGroupEgress",
          "AuthorizeSecurityGroupIngress",
          "CreateLaunchTemplate",
          "CreateSecurityGroup",
          "CreateSnapshot",
          "CreateVolume",
          "RunInstances",
        ]),
      ),
      allow(
        "TagFiles",
        "elasticfilesystem:TagResource",
        "*",
        onCreation("elasticfilesystem", ["CreateAccessPoint", "CreateFileSystem"]),
      ),
      allow(
        "TagBalancers",
        "elasticloadbalancing:AddTags",
        "*",
        onCreation("elasticloadbalancing", [
          "CreateListener",
          "CreateLoadBalancer",
          "CreateRule",
          "CreateTargetGroup",
        ]),
      ),
      // By name, so that nobody tags what has no tag as their own, or makes their own of it.
      allow(
        "NamedCaches",
        [
          "elasticache:AddTagsToResource",
          "elasticache:Create*",
          "elasticache:DeleteCacheCluster",
          "elasticache:DeleteReplicationGroup",
        ],
        caches(
          ...["cluster", "parametergroup", "replicationgroup", "snapshot", "subnetgroup"]
            .map((kind) => `${kind}:${OWN}-*`),
        ),
      ),
      // Group of a cache that names none.
      allow("DefaultCaches", [
        "elasticache:CreateCacheCluster",
        "elasticache:CreateReplicationGroup",
        "elasticache:ModifyCacheCluster",
        "elasticache:ModifyReplicationGroup",
      ], caches("parametergroup:default*")),
      allow(
        "Interfaces",
        [
          "ec2:CreateNetworkInterface",
          "ec2:DeleteNetworkInterface",
          "ec2:ModifyNetworkInterfaceAttribute",
        ],
        "*",
        THROUGH_AWS,
      ),
      allow("Firewall", ["wafv2:AssociateWebACL", "wafv2:DisassociateWebACL"], [
        `${arn(platform, "wafv2")}regional/webacl/*`,
        `${arn(platform, "elasticloadbalancing")}loadbalancer/app/${OWN}-*`,
      ]),
      allow(
        "PrivateZones",
        [
          "route53:AssociateVPCWithHostedZone",
          "route53:ChangeResourceRecordSets",
          "route53:CreateHostedZone",
          "route53:DeleteHostedZone",
        ],
        "*",
        THROUGH_AWS,
      ),
    ],
    "managed",
    "policy for what is known by tag",
  );
}
