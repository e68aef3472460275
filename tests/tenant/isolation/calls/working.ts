import { type Also, images, pull } from "./rule.ts";

const key =
  "kms:Decrypt kms:DescribeKey kms:Encrypt kms:GenerateDataKey kms:ReEncryptFrom kms:ReEncryptTo";
const read = "secretsmanager:DescribeSecret secretsmanager:GetSecretValue";
const stream =
  "logs:CreateLogStream logs:DescribeLogStreams logs:GetLogEvents logs:PutLogEvents logs:PutRetentionPolicy";

/** What workloads ask besides what kinds give them: by policies of AWS's that their roles have, and by a team's own. */
export const working: Also[] = [
  // Tasks, and machines that run them: AmazonECSTaskExecutionRolePolicy, AmazonEC2ContainerServiceforEC2Role.
  [
    "ecr:GetAuthorizationToken ecs:DiscoverPollEndpoint",
    "*",
    "plain",
  ],
  ...images(pull),
  ["ecs:RegisterContainerInstance", "ecs:cluster/{tenant}-x", "own"],
  ["ecs:Poll ecs:StartTelemetrySession", "ecs:container-instance/{tenant}-x/{id}", "own"],
  ["sqs:TagQueue", "sqs:{tenant}-x", "made"],
  ["ecs:RunTask", "ecs:task-definition/{tenant}-x:1", "own"],
  ["ecs:DescribeTasks ecs:StopTask", "ecs:task/{tenant}-x/{id}", "own"],
  ["ecs:DescribeServices ecs:UpdateService", "ecs:service/{tenant}-x/{tenant}-y", "own"],
  [
    "ssm:UpdateInstanceInformation ssmmessages:OpenDataChannel ec2messages:GetMessages cloudwatch:PutMetricData xray:PutTraceSegments",
    "*",
    "plain",
  ],
  // Pods: AmazonEKSWorkerNodePolicy, AmazonEKS_CNI_Policy, AmazonEBSCSIDriverPolicy, AWSLoadBalancerControllerIAMPolicy.
  ["eks:DescribeCluster eks-auth:AssumeRoleForPodIdentity", "eks:cluster/{tenant}-x", "own"],
  ["ec2:DescribeInstances ec2:DescribeVolumes", "*", "plain"],
  [
    "ec2:AssignPrivateIpAddresses ec2:UnassignPrivateIpAddresses ec2:CreateNetworkInterface ec2:DeleteNetworkInterface",
    "ec2:network-interface/{id}",
    "plain",
  ],
  [
    "ec2:AttachNetworkInterface ec2:ModifyNetworkInterfaceAttribute ec2:CreateTags",
    "ec2:network-interface/{id}",
    "own",
  ],
  ["ec2:ModifyInstanceAttribute", "ec2:instance/{id}", "own"],
  ["ec2:AttachVolume ec2:DeleteVolume", "ec2:volume/{id}", "own"],
  ["ec2:CreateSnapshot ec2:DeleteSnapshot", "arn:aws:ec2:eu-west-1::snapshot/{id}", "own"],
  ["ec2:AuthorizeSecurityGroupIngress", "ec2:security-group/{id}", "own"],
  [
    "elasticloadbalancing:RegisterTargets elasticloadbalancing:CreateRule elasticloadbalancing:ModifyRule",
    "elasticloadbalancing:targetgroup/x/{id}",
    "own",
  ],
  // Databases, streams and keys.
  [read, "secretsmanager:secret:rds!db-{id}", "password of db"],
  [read, "secretsmanager:secret:rds!cluster-{id}", "password of cluster"],
  [read, "secretsmanager:secret:{tenant}-db", "plain"],
  [read, "secretsmanager:secret:{tenant}/db", "plain"],
  [read, "secretsmanager:secret:AmazonMSK_{tenant}-x", "plain"],
  [read, "secretsmanager:secret:shared-{id}", "own"],
  [key, "kms:key/{id}", "own"],
  ["kinesis:PutRecord kinesis:GetRecords", "kinesis:stream/{tenant}-x", "plain"],
  ["kafka:GetBootstrapBrokers", "kafka:cluster/{tenant}-x/{id}", "own"],
  ["kafka-cluster:ReadData kafka-cluster:WriteData", "kafka:topic/{tenant}-x/{id}/orders", "plain"],
  ["kafka-cluster:AlterGroup", "kafka:group/{tenant}-x/{id}/readers", "plain"],
  ["kafka-cluster:AlterTransactionalId", "kafka:transactional-id/{tenant}-x/{id}/writer", "plain"],
  ["states:DescribeExecution states:StopExecution", "states:execution:{tenant}-x:{id}", "plain"],
  // Logs: AmazonRDSEnhancedMonitoringRole, AmazonAPIGatewayPushToCloudWatchLogs.
  [`logs:CreateLogGroup ${stream}`, "logs:log-group:RDSOSMetrics", "plain"],
  ["logs:PutLogEvents", "logs:log-group:/aws/vendedlogs/apigateway/{tenant}-x:x", "plain"],
  // Tasks that Step Functions starts.
  [
    "events:DescribeRule events:PutTargets",
    "events:rule/StepFunctionsGetEventsForECSTaskRule",
    "plain",
  ],
  ["events:PutRule", "events:rule/StepFunctionsGetEventsForECSTaskRule", "hearing aws.ecs"],
];
