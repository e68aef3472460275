import { account, type Also, key, linked, passRole, type Rule } from "./rule.ts";

const balancer = "elasticloadbalancing:loadbalancer/app/{name}/{id}";
const listener = "elasticloadbalancing:listener/app/x/{id}/{id}";
const part = (path: string): Rule => ({
  on: `arn:aws:apigateway:eu-west-1::/${path}`,
  byTag: true,
  use: "GET POST PATCH PUT DELETE",
});
const api = (path: string): Rule => ({
  ...part(`${path}/{id}`),
  also: [
    ["apigateway:POST", `arn:aws:apigateway:eu-west-1::/${path}`, "made"],
    // It is gone.
    ["apigateway:GET", `arn:aws:apigateway:eu-west-1::/${path}/{id}`, "plain"],
    linked,
  ],
});
const kafka = "kafka:cluster/{name}/{id}";

const cluster: Rule = {
  on: kafka,
  make: "CreateCluster CreateClusterV2 TagResource",
  use:
    "DescribeCluster DescribeClusterV2 UpdateBrokerCount UpdateBrokerStorage UpdateClusterConfiguration UpdateSecurity UpdateMonitoring DeleteCluster ListTagsForResource TagResource UntagResource ListScramSecrets",
  also: [
    account(
      "kafka:DescribeClusterOperation kafka:DescribeClusterOperationV2 kafka:GetBootstrapBrokers ec2:DescribeSubnets ec2:DescribeSecurityGroups ec2:DescribeVpcs",
    ),
    linked,
    key,
  ],
};

/** Whose events kinds can ask for: those of services that they deploy to. */
const SOURCES =
  "application-autoscaling autoscaling cloudwatch ec2 ecr ecs eks elasticache elasticloadbalancing kafka lambda memorydb rds s3 scheduler states"
    .split(" ");

/** Queues, topics, events, logs, balancers, APIs and what is before them. */
export const talking: Record<string, Rule> = {
  "sqs/queue": {
    on: "sqs:{name}",
    make: "CreateQueue TagQueue",
    use:
      "GetQueueUrl GetQueueAttributes SetQueueAttributes ListQueueTags TagQueue UntagQueue DeleteQueue",
    also: [key],
  },
  "sqs/redrivePolicy": { on: "sqs:{queueUrl}", use: "SetQueueAttributes GetQueueAttributes" },
  "sns/topic": {
    on: "sns:{name}",
    make: "CreateTopic TagResource",
    use:
      "GetTopicAttributes SetTopicAttributes GetDataProtectionPolicy ListTagsForResource TagResource UntagResource DeleteTopic",
  },
  "sns/topicPolicy": { on: "sns:{arn}", use: "SetTopicAttributes GetTopicAttributes" },
  "sns/topicSubscription": {
    on: "sns:{topic}",
    use: "Subscribe ListSubscriptionsByTopic ConfirmSubscription",
    also: [
      account("sns:GetSubscriptionAttributes sns:SetSubscriptionAttributes sns:Unsubscribe"),
    ],
  },
  "cloudwatch/logGroup": {
    on: "logs:log-group:{name}",
    make: "CreateLogGroup TagResource",
    use:
      "PutRetentionPolicy DeleteRetentionPolicy AssociateKmsKey ListTagsForResource TagResource UntagResource DeleteLogGroup FilterLogEvents GetLogEvents DescribeLogStreams",
    also: [account("logs:DescribeLogGroups")],
  },
  "cloudwatch/eventBus": {
    on: "events:event-bus/{name}",
    make: "CreateEventBus TagResource",
    use:
      "DescribeEventBus UpdateEventBus ListTagsForResource TagResource UntagResource DeleteEventBus",
  },
  "cloudwatch/eventRule": {
    on: "events:rule/{name}",
    use:
      "DescribeRule EnableRule DisableRule ListTagsForResource TagResource UntagResource DeleteRule ListTargetsByRule",
    // On a bus of its own it may hear all.
    also: [
      ["events:TagResource", "events:rule/{name}", "made"],
      ["events:PutRule", "events:rule/{tenant}-bus/{tenant}-x", "plain"],
      ...[...SOURCES.map((service) => `aws.${service}`), "panka.schedule.{tenant}"]
        .map((source): Also => ["events:PutRule", "events:rule/{name}", `hearing ${source}`]),
    ],
  },
  "cloudwatch/eventTarget": {
    on: "events:rule/{rule}",
    use: "PutTargets RemoveTargets ListTargetsByRule",
    also: [passRole],
  },
  "cloudwatch/eventArchive": {
    on: "events:archive/{name}",
    use: "CreateArchive DescribeArchive UpdateArchive DeleteArchive",
    also: [["events:CreateArchive", "events:event-bus/{tenant}-x", "own"]],
  },
  // PutPermission has no resource in IAM, so that the platform must make policies of buses.
  "cloudwatch/eventBusPolicy": { on: "events:event-bus/{eventBusName}", use: "DescribeEventBus" },
  "msk/cluster": cluster,
  "msk/serverlessCluster": cluster,
  "msk/configuration": {
    on: "kafka:configuration/{name}/{id}",
    use:
      "CreateConfiguration DescribeConfiguration DescribeConfigurationRevision UpdateConfiguration DeleteConfiguration",
    also: [account("kafka:ListConfigurations")],
  },
  "msk/scramSecretAssociation": {
    on: "kafka:cluster/{clusterArn}/{id}",
    use: "BatchAssociateScramSecret BatchDisassociateScramSecret ListScramSecrets",
    also: [[
      "secretsmanager:DescribeSecret secretsmanager:GetSecretValue secretsmanager:PutResourcePolicy",
      "secretsmanager:secret:AmazonMSK_{tenant}-x",
      "plain",
    ]],
  },
  "lb/loadBalancer": {
    on: balancer,
    byTag: true,
    make: "CreateLoadBalancer",
    use:
      "ModifyLoadBalancerAttributes SetSecurityGroups SetSubnets SetIpAddressType AddTags RemoveTags DeleteLoadBalancer CreateListener",
    also: [
      ["elasticloadbalancing:AddTags", balancer, "created by CreateLoadBalancer"],
      account(
        "elasticloadbalancing:DescribeLoadBalancers elasticloadbalancing:DescribeLoadBalancerAttributes elasticloadbalancing:DescribeTags elasticloadbalancing:DescribeCapacityReservation ec2:DescribeAccountAttributes ec2:DescribeInternetGateways",
      ),
      linked,
    ],
  },
  "lb/listener": {
    on: listener,
    byTag: true,
    use:
      "ModifyListener ModifyListenerAttributes DeleteListener AddTags RemoveTags AddListenerCertificates RemoveListenerCertificates CreateRule",
    also: [
      ["elasticloadbalancing:CreateListener", balancer, "made and own"],
      ["elasticloadbalancing:AddTags", listener, "created by CreateListener"],
      account(
        "elasticloadbalancing:DescribeListeners elasticloadbalancing:DescribeListenerAttributes elasticloadbalancing:DescribeListenerCertificates acm:DescribeCertificate",
      ),
    ],
  },
  "lb/listenerCertificate": {
    on: listener,
    byTag: true,
    use: "AddListenerCertificates RemoveListenerCertificates",
  },
  "lb/listenerRule": {
    on: "elasticloadbalancing:listener-rule/app/x/{id}/{id}/{id}",
    byTag: true,
    use: "ModifyRule DeleteRule SetRulePriorities AddTags RemoveTags",
    also: [
      ["elasticloadbalancing:CreateRule", listener, "made and own"],
      [
        "elasticloadbalancing:AddTags",
        "elasticloadbalancing:listener-rule/app/x/{id}/{id}/{id}",
        "created by CreateRule",
      ],
      account("elasticloadbalancing:DescribeRules"),
    ],
  },
  "lb/targetGroup": {
    on: "elasticloadbalancing:targetgroup/{name}/{id}",
    byTag: true,
    make: "CreateTargetGroup",
    use: "ModifyTargetGroup ModifyTargetGroupAttributes AddTags RemoveTags DeleteTargetGroup",
    also: [
      [
        "elasticloadbalancing:AddTags",
        "elasticloadbalancing:targetgroup/{name}/{id}",
        "created by CreateTargetGroup",
      ],
      account(
        "elasticloadbalancing:DescribeTargetGroups elasticloadbalancing:DescribeTargetGroupAttributes",
      ),
    ],
  },
  "lb/targetGroupAttachment": {
    on: "elasticloadbalancing:targetgroup/x/{id}",
    byTag: true,
    use: "RegisterTargets DeregisterTargets",
    also: [account("elasticloadbalancing:DescribeTargetHealth")],
  },
  "wafv2/webAclAssociation": {
    on: "elasticloadbalancing:loadbalancer/app/{tenant}-x/{id}",
    also: [
      [
        "wafv2:AssociateWebACL wafv2:DisassociateWebACL",
        "elasticloadbalancing:loadbalancer/app/{tenant}-x/{id}",
        "plain",
      ],
      ["wafv2:AssociateWebACL", "wafv2:regional/webacl/x/{id}", "plain"],
      account("elasticloadbalancing:SetWebAcl wafv2:GetWebACLForResource"),
    ],
  },
  "apigatewayv2/api": api("apis"),
  "apigatewayv2/vpcLink": api("vpclinks"),
  "apigatewayv2/domainName": api("domainnames"),
  "apigatewayv2/apiMapping": part("domainnames/{domainName}/apimappings/{id}"),
  "apigatewayv2/authorizer": part("apis/{id}/authorizers"),
  "apigatewayv2/integration": { ...part("apis/{id}/integrations"), also: [passRole] },
  "apigatewayv2/route": part("apis/{id}/routes/{id}"),
  "apigatewayv2/stage": {
    ...part("apis/{id}/stages"),
    also: [
      [
        "logs:CreateLogDelivery logs:GetLogDelivery logs:UpdateLogDelivery logs:DeleteLogDelivery logs:ListLogDeliveries logs:PutResourcePolicy",
        "*",
        "through AWS",
      ],
      account("logs:DescribeResourcePolicies logs:DescribeLogGroups"),
    ],
  },
  "cloudfront/distribution": {
    on: "cloudfront:distribution/{id}",
    byTag: true,
    make: "TagResource",
    use:
      "GetDistribution GetDistributionConfig UpdateDistribution DeleteDistribution ListTagsForResource TagResource UntagResource CreateInvalidation",
    also: [
      ["cloudfront:CreateDistribution", "*", "made"],
      ["cloudfront:GetDistribution", "cloudfront:distribution/{id}", "plain"],
      account("acm:DescribeCertificate"),
    ],
  },
  "cloudfront/originAccessControl": {
    on: "*",
    also: [
      account(
        "cloudfront:CreateOriginAccessControl cloudfront:GetOriginAccessControl cloudfront:DeleteOriginAccessControl",
      ),
    ],
  },
  "route53/record": {
    on: "arn:aws:route53:::hostedzone/ZOWN",
    use: "ChangeResourceRecordSets GetHostedZone ListResourceRecordSets",
    also: [["route53:GetChange", "arn:aws:route53:::change/{id}", "plain"]],
  },
};
