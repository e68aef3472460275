import { account, images, key, linked, passRole, pull, type Rule } from "./rule.ts";

const roles = "iam:role/panka/{tenant}/{name}";
const bounded = (name: string) => `iam:role/panka/{tenant}/${name}`;

/** Tasks, functions, clusters and roles. */
export const computing: Record<string, Rule> = {
  "iam/role": {
    on: roles,
    make: "CreateRole",
    use:
      "GetRole ListRolePolicies ListAttachedRolePolicies ListInstanceProfilesForRole UpdateAssumeRolePolicy UpdateRole TagRole UntagRole PutRolePermissionsBoundary DeleteRole",
  },
  "iam/rolePolicy": {
    on: bounded("{role}"),
    use: "PutRolePolicy GetRolePolicy DeleteRolePolicy",
  },
  "iam/rolePolicyAttachment": {
    on: bounded("{role}"),
    use: "AttachRolePolicy DetachRolePolicy ListAttachedRolePolicies",
  },
  "iam/openIdConnectProvider": {
    on: "iam:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/{id}",
    byTag: true,
    make: "CreateOpenIDConnectProvider",
    use:
      "GetOpenIDConnectProvider TagOpenIDConnectProvider UpdateOpenIDConnectProviderThumbprint DeleteOpenIDConnectProvider",
    also: [[
      "iam:GetOpenIDConnectProvider",
      "iam:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/{id}",
      "plain",
    ]],
  },
  "ecs/cluster": {
    on: "ecs:cluster/{name}",
    make: "CreateCluster TagResource",
    use:
      "DescribeClusters UpdateCluster UpdateClusterSettings ListTagsForResource TagResource UntagResource DeleteCluster",
    also: [linked],
  },
  "ecs/clusterCapacityProviders": {
    on: "ecs:cluster/{clusterName}",
    use: "PutClusterCapacityProviders DescribeClusters",
  },
  "ecs/capacityProvider": {
    on: "ecs:capacity-provider/{name}",
    make: "CreateCapacityProvider",
    use:
      "DescribeCapacityProviders UpdateCapacityProvider DeleteCapacityProvider TagResource UntagResource",
  },
  "ecs/taskDefinition": {
    on: "ecs:task-definition/{name}:1",
    make: "RegisterTaskDefinition TagResource",
    use: "ListTagsForResource TagResource UntagResource",
    // No DeregisterTaskDefinition: AWS can't confine it.
    also: [account("ecs:DescribeTaskDefinition"), passRole],
  },
  "ecs/service": {
    on: "ecs:service/{cluster}/{name}",
    make: "CreateService TagResource",
    use:
      "DescribeServices UpdateService DeleteService ListServiceDeployments ListTagsForResource TagResource UntagResource",
    also: [
      ["ecs:DescribeClusters", "ecs:cluster/{cluster}", "own"],
      account("elasticloadbalancing:DescribeTargetGroups"),
      passRole,
    ],
  },
  "appautoscaling/target": {
    on: "application-autoscaling:scalable-target/{id}",
    byTag: true,
    make: "RegisterScalableTarget TagResource",
    use:
      "RegisterScalableTarget DeregisterScalableTarget TagResource UntagResource ListTagsForResource",
    also: [account("application-autoscaling:DescribeScalableTargets"), linked],
  },
  "appautoscaling/policy": {
    on: "application-autoscaling:scalable-target/{id}",
    byTag: true,
    use: "PutScalingPolicy DeleteScalingPolicy",
    also: [
      account("application-autoscaling:DescribeScalingPolicies cloudwatch:DescribeAlarms"),
      [
        "cloudwatch:PutMetricAlarm cloudwatch:DeleteAlarms",
        "cloudwatch:alarm:TargetTracking-{id}",
        "through AWS",
      ],
    ],
  },
  "servicediscovery/privateDnsNamespace": {
    on: "servicediscovery:namespace/{id}",
    byTag: true,
    use: "GetNamespace UpdatePrivateDnsNamespace DeleteNamespace",
    also: [
      ["servicediscovery:GetNamespace", "servicediscovery:namespace/{id}", "plain"],
      ["servicediscovery:CreatePrivateDnsNamespace", "*", "made"],
      ["route53:CreateHostedZone", "*", "through AWS"],
      [
        "route53:AssociateVPCWithHostedZone route53:DeleteHostedZone route53:ChangeResourceRecordSets",
        "arn:aws:route53:::hostedzone/{id}",
        "through AWS",
      ],
      account(
        "servicediscovery:GetOperation servicediscovery:ListTagsForResource ec2:DescribeVpcs",
      ),
    ],
  },
  "servicediscovery/service": {
    on: "servicediscovery:service/{id}",
    byTag: true,
    make: "CreateService",
    use: "GetService UpdateService DeregisterInstance DeleteService",
    also: [
      ["servicediscovery:GetService", "servicediscovery:service/{id}", "plain"],
      ["servicediscovery:CreateService", "servicediscovery:namespace/{id}", "made and own"],
      account("servicediscovery:ListTagsForResource servicediscovery:ListInstances"),
    ],
  },
  "lambda/function": {
    on: "lambda:function:{name}",
    make: "CreateFunction TagResource",
    use:
      "GetFunction GetFunctionConfiguration GetFunctionCodeSigningConfig ListVersionsByFunction UpdateFunctionCode UpdateFunctionConfiguration PutFunctionConcurrency DeleteFunctionConcurrency TagResource UntagResource ListTags DeleteFunction",
    also: [
      passRole,
      account("ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcs"),
      ...images(pull),
    ],
  },
  "lambda/functionUrl": {
    on: "lambda:function:{functionName}",
    use:
      "CreateFunctionUrlConfig GetFunctionUrlConfig UpdateFunctionUrlConfig DeleteFunctionUrlConfig",
  },
  "lambda/permission": {
    on: "lambda:function:{function}",
    use: "AddPermission GetPolicy RemovePermission",
  },
  "lambda/eventSourceMapping": {
    on: "lambda:event-source-mapping:{id}",
    byTag: true,
    use: "ListTags TagResource UntagResource",
    also: [
      [
        "lambda:CreateEventSourceMapping lambda:GetEventSourceMapping lambda:UpdateEventSourceMapping lambda:DeleteEventSourceMapping",
        "lambda:event-source-mapping:{id}",
        "own",
      ],
      // It is gone, and with it the function that it called.
      ["lambda:GetEventSourceMapping", "lambda:event-source-mapping:{id}", "of nothing"],
      ["lambda:TagResource", "lambda:event-source-mapping:{id}", "made"],
      account("lambda:ListEventSourceMappings"),
    ],
  },
  "scheduler/schedule": {
    on: "scheduler:schedule/default/{name}",
    use: "CreateSchedule GetSchedule UpdateSchedule DeleteSchedule",
    also: [passRole],
  },
  "sfn/stateMachine": {
    on: "states:stateMachine:{name}",
    make: "CreateStateMachine TagResource",
    use:
      "DescribeStateMachine ListStateMachineVersions ListTagsForResource UpdateStateMachine TagResource UntagResource DeleteStateMachine",
    also: [account("states:ValidateStateMachineDefinition"), passRole],
  },
  "eks/cluster": {
    on: "eks:cluster/{name}",
    use:
      "DescribeCluster UpdateClusterConfig UpdateClusterVersion DescribeUpdate ListTagsForResource TagResource UntagResource DeleteCluster",
    also: [["eks:CreateCluster", "*", "made"], passRole, linked, key],
  },
  "eks/nodeGroup": {
    on: "eks:nodegroup/{clusterName}/{name}/{id}",
    use:
      "DescribeNodegroup UpdateNodegroupConfig UpdateNodegroupVersion DeleteNodegroup TagResource UntagResource",
    also: [["eks:CreateNodegroup", "eks:cluster/{clusterName}", "made and own"], passRole, linked],
  },
  "eks/addon": {
    on: "eks:addon/{clusterName}/x/{id}",
    use: "DescribeAddon UpdateAddon DeleteAddon TagResource UntagResource",
    also: [
      ["eks:CreateAddon", "eks:cluster/{clusterName}", "made and own"],
      account("eks:DescribeAddonVersions"),
    ],
  },
  "eks/accessEntry": {
    on: "eks:access-entry/{clusterName}/role/{id}",
    use: "DescribeAccessEntry UpdateAccessEntry DeleteAccessEntry TagResource UntagResource",
    also: [["eks:CreateAccessEntry", "eks:cluster/{clusterName}", "made and own"]],
  },
  "eks/accessPolicyAssociation": {
    on: "eks:access-entry/{clusterName}/role/{id}",
    use: "AssociateAccessPolicy ListAssociatedAccessPolicies DisassociateAccessPolicy",
  },
};
