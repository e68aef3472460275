import { allow, type Document, documentOf, OWNED, THROUGH_AWS } from "./document.ts";
import { arn, type Platform } from "./facts.ts";
import { commonImages, PULL } from "./images.ts";
import { ownNames } from "./own_names.ts";

/**
 * Reads for which IAM has no resource (Service Authorization Reference: no resource type), so that they say something
 * of the whole account: which things there are and how they are set, never what is in them. Plain variables of tasks and
 * user data of launch templates are among that, so secrets belong in neither. A platform that must hide even that gives
 * the tenant an account of its own.
 */
export const ACCOUNT_WIDE_READS = [
  "acm:DescribeCertificate",
  "application-autoscaling:Describe*",
  "autoscaling:Describe*",
  "cloudwatch:DescribeAlarms",
  "ec2:Describe*",
  "ecs:DescribeTaskDefinition",
  "eks:DescribeAddonVersions",
  "elasticache:Describe*",
  "elasticloadbalancing:Describe*",
  "kafka:DescribeClusterOperation*",
  "kafka:GetBootstrapBrokers",
  "kafka:ListConfigurations",
  // Of one that is gone, AWS knows no function; whoever may list all learns nothing new.
  "lambda:GetEventSourceMapping",
  "lambda:ListEventSourceMappings",
  "logs:DescribeLogGroups",
  "logs:DescribeResourcePolicies",
  "rds:DescribeDBEngineVersions",
  // Asked by an id that RDS made up, or by the member of a group: IAM is asked about all.
  "rds:DescribeDBInstances",
  "rds:DescribeGlobalClusters",
  "route53:Get*",
  "route53:List*",
  "servicediscovery:GetOperation",
  "servicediscovery:List*",
  "sns:GetSubscriptionAttributes",
  "states:ValidateStateMachineDefinition",
  // What a killed run made is found again by its tag.
  "tag:GetResources",
  "wafv2:GetWebACL*",
];

/**
 * Writes that IAM can't confine to a tenant. Each needs an id that AWS made up and that only its owner's reads tell:
 * no read in these policies lists them.
 */
export const UNCONFINED_WRITES = [
  // A subscription has a UUID; of other tenants' topics none can be listed.
  "sns:SetSubscriptionAttributes",
  "sns:Unsubscribe",
  // Has no tags; one that a distribution uses can't be deleted.
  "cloudfront:CreateOriginAccessControl",
  "cloudfront:DeleteOriginAccessControl",
  "cloudfront:GetOriginAccessControl",
  // Asked of a load balancer together with wafv2:AssociateWebACL, which is confined.
  "elasticloadbalancing:SetWebAcl",
];

/** What a deployment must ask that AWS can't confine, and images that AWS publishes. */
export function deployReads(platform: Platform): Document {
  return documentOf(
    [
      allow("Reads", ACCOUNT_WIDE_READS, "*"),
      allow("Unconfined", UNCONFINED_WRITES, "*"),
      // AWS's own, for what a deployment has asked of it.
      allow(
        "Alarms",
        [
          "cloudwatch:DeleteAlarms",
          "cloudwatch:PutMetricAlarm",
        ],
        `${arn(platform, "cloudwatch")}alarm:TargetTracking-*`,
        THROUGH_AWS,
      ),
      allow(
        "DeliverLogs",
        [
          "logs:CreateLogDelivery",
          "logs:DeleteLogDelivery",
          "logs:GetLogDelivery",
          "logs:ListLogDeliveries",
          "logs:PutResourcePolicy",
          "logs:UpdateLogDelivery",
        ],
        "*",
        THROUGH_AWS,
      ),
      // What is encrypted with AWS's own key of a service names it.
      allow("AwsKeys", "kms:DescribeKey", "*", {
        StringLike: { "kms:RequestAlias": "alias/aws/*" },
      }),
      // Whoever makes a function of an image is asked. Not to change the repository's policy: Lambda would let in the
      // functions of the whole account.
      allow("Images", PULL, ownNames(platform, ["ecr"])),
      allow("OwnedImages", PULL, "*", OWNED),
      ...commonImages(platform),
      allow(
        "PublicImages",
        ["ssm:GetParameter", "ssm:GetParameters"],
        `arn:${platform.partition ?? "aws"}:ssm:*::parameter/aws/service/*`,
      ),
    ],
    "managed",
    "policy for reads",
  );
}
