import { ACCOUNT_WIDE_READS, UNCONFINED_WRITES } from "../../../src/tenant/iam/deploy_reads.ts";
import type { Context } from "../../iam/request.ts";
import type { Seeded } from "../../random.ts";
import type { Foreign } from "./foreign.ts";
import { arn, TAG, tagged, tagging } from "./world.ts";

/** Services whose ARNs name the tenant: what comes before the tenant's name, and some actions, of any kind. */
const NAMED: Record<string, [before: string[], actions: string]> = {
  autoscaling: [
    ["autoScalingGroup:1:autoScalingGroupName/"],
    "CreateAutoScalingGroup UpdateAutoScalingGroup DeleteAutoScalingGroup SetDesiredCapacity DetachInstances CreateOrUpdateTags",
  ],
  dynamodb: [
    ["table/"],
    "GetItem PutItem DeleteItem Query Scan DescribeTable UpdateTable DeleteTable CreateBackup ExportTableToPointInTime PutResourcePolicy TagResource UntagResource",
  ],
  ecr: [
    ["repository/"],
    "BatchGetImage GetDownloadUrlForLayer BatchCheckLayerAvailability PutImage BatchDeleteImage SetRepositoryPolicy DeleteRepository TagResource",
  ],
  ecs: [
    [
      "cluster/",
      "service/",
      "task-definition/",
      "task/",
      "capacity-provider/ec2-",
      "container-instance/",
    ],
    "CreateService UpdateService DeleteService RunTask StopTask ExecuteCommand Poll StartTelemetrySession SubmitTaskStateChange SubmitAttachmentStateChanges DeleteCluster RegisterTaskDefinition DeleteTaskDefinitions TagResource UntagResource DescribeTasks ListTasks",
  ],
  eks: [
    ["cluster/", "nodegroup/", "addon/", "access-entry/"],
    "DescribeCluster UpdateClusterConfig DeleteCluster AccessKubernetesApi CreateAccessEntry AssociateAccessPolicy CreateNodegroup DeleteNodegroup TagResource",
  ],
  "eks-auth": [["cluster/"], "AssumeRoleForPodIdentity"],
  events: [
    ["event-bus/", "rule/", "archive/"],
    "PutEvents PutRule DeleteRule DisableRule PutTargets RemoveTargets StartReplay DeleteArchive DescribeRule TagResource",
  ],
  kafka: [
    ["cluster/", "configuration/"],
    "DescribeCluster UpdateBrokerCount DeleteCluster PutClusterPolicy BatchAssociateScramSecret UpdateSecurity TagResource",
  ],
  lambda: [
    ["function:"],
    "InvokeFunction GetFunction UpdateFunctionCode UpdateFunctionConfiguration DeleteFunction AddPermission CreateFunctionUrlConfig PublishVersion TagResource UntagResource ListTags",
  ],
  logs: [
    [
      "log-group:/ecs/",
      "log-group:/aws/lambda/",
      "log-group:/aws/rds/instance/",
      "log-group:/aws/eks/",
    ],
    "GetLogEvents FilterLogEvents StartQuery DeleteLogGroup PutRetentionPolicy PutSubscriptionFilter CreateExportTask PutLogEvents AssociateKmsKey TagResource",
  ],
  memorydb: [
    ["cluster/", "user/", "acl/", "snapshot/", "parametergroup/", "subnetgroup/"],
    "Connect UpdateCluster DeleteCluster UpdateUser DeleteUser UpdateACL CopySnapshot DescribeClusters CreateCluster TagResource",
  ],
  rds: [
    ["db:", "cluster:", "snapshot:", "cluster-snapshot:", "pg:", "subgrp:"],
    "ModifyDBInstance DeleteDBInstance CreateDBSnapshot CopyDBSnapshot ModifyDBSnapshotAttribute RestoreDBInstanceFromDBSnapshot DownloadDBLogFilePortion StartExportTask ModifyDBCluster DeleteDBCluster RestoreDBClusterToPointInTime DescribeDBClusters AddTagsToResource RemoveTagsFromResource",
  ],
  s3: [
    [""],
    "CreateBucket ListBucket GetBucketPolicy PutBucketPolicy DeleteBucket PutBucketAcl PutReplicationConfiguration PutBucketNotification GetBucketTagging PutBucketTagging",
  ],
  scheduler: [["schedule/default/"], "CreateSchedule GetSchedule UpdateSchedule DeleteSchedule"],
  secretsmanager: [
    ["secret:"],
    "GetSecretValue DescribeSecret PutSecretValue UpdateSecret DeleteSecret PutResourcePolicy GetResourcePolicy ReplicateSecretToRegions TagResource UntagResource CreateSecret",
  ],
  sns: [
    [""],
    "Publish Subscribe SetTopicAttributes GetTopicAttributes AddPermission DeleteTopic ListSubscriptionsByTopic TagResource",
  ],
  sqs: [
    [""],
    "SendMessage ReceiveMessage DeleteMessage PurgeQueue SetQueueAttributes GetQueueAttributes GetQueueUrl AddPermission DeleteQueue TagQueue",
  ],
  states: [
    ["stateMachine:", "execution:"],
    "StartExecution StopExecution DescribeExecution GetExecutionHistory UpdateStateMachine DeleteStateMachine TagResource",
  ],
};

/** Services that tell tenants apart by tags: kinds of ARNs, and some actions, of any kind. */
const BY_TAG: Record<string, [kinds: string[], actions: string]> = {
  apigateway: [
    ["/apis/x", "/apis/x/routes/y", "/domainnames/x", "/vpclinks/x"],
    "GET POST PATCH PUT DELETE",
  ],
  "application-autoscaling": [
    ["scalable-target/x"],
    "RegisterScalableTarget DeregisterScalableTarget PutScalingPolicy DeleteScalingPolicy TagResource UntagResource",
  ],
  cloudfront: [
    ["distribution/x"],
    "GetDistribution GetDistributionConfig UpdateDistribution DeleteDistribution CreateInvalidation TagResource UntagResource",
  ],
  ec2: [
    [
      "instance/x",
      "security-group/x",
      "volume/x",
      "launch-template/x",
      "subnet/x",
      "vpc/x",
      "network-interface/x",
      "snapshot/x",
    ],
    "RunInstances TerminateInstances StopInstances ModifyInstanceAttribute AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress DeleteSecurityGroup CreateSecurityGroup CreateTags DeleteTags AttachVolume DetachVolume DeleteVolume CreateSnapshot CreateVolume ModifySnapshotAttribute CreateLaunchTemplateVersion DeleteLaunchTemplate DeleteSubnet ModifySubnetAttribute DeleteVpc CreateRoute ReplaceRoute GetConsoleOutput GetPasswordData CreateNetworkInterface CreateImage",
  ],
  ecr: [
    ["repository/x"],
    "BatchGetImage GetDownloadUrlForLayer PutImage SetRepositoryPolicy TagResource UntagResource",
  ],
  elasticache: [
    ["cluster:x", "replicationgroup:x", "parametergroup:x", "snapshot:x"],
    "Connect ModifyReplicationGroup DeleteReplicationGroup ModifyCacheCluster DeleteCacheCluster CopySnapshot CreateSnapshot CreateReplicationGroup AddTagsToResource RemoveTagsFromResource ListTagsForResource",
  ],
  elasticfilesystem: [
    ["file-system/x", "access-point/x"],
    "ClientMount ClientWrite ClientRootAccess CreateMountTarget CreateAccessPoint DeleteFileSystem PutFileSystemPolicy UpdateFileSystem TagResource UntagResource",
  ],
  elasticloadbalancing: [
    ["loadbalancer/app/x/1", "listener/app/x/1/2", "targetgroup/x/1", "listener-rule/app/x/1/2/3"],
    "CreateListener ModifyListener DeleteListener CreateRule ModifyRule RegisterTargets DeregisterTargets DeleteLoadBalancer ModifyLoadBalancerAttributes SetSecurityGroups AddTags RemoveTags AddListenerCertificates",
  ],
  kinesis: [["stream/x"], "GetRecords PutRecord DeleteStream"],
  secretsmanager: [
    ["secret:shared-x"],
    "GetSecretValue DescribeSecret DeleteSecret PutSecretValue",
  ],
  servicediscovery: [
    ["namespace/x", "service/x"],
    "RegisterInstance DeregisterInstance DeleteNamespace UpdateService DeleteService CreateService DiscoverInstances",
  ],
};

/** Tags as somebody would forge them in a request. */
function forged(random: Seeded, me: string, other: string): Context {
  const action = random.pick([
    "CreateSecurityGroup",
    "RunInstances",
    "CreateVolume",
    "CreateListener",
  ]);
  return random.pick<Context>([
    {},
    {},
    tagging({ [TAG]: me }),
    tagging({ [TAG]: other }),
    tagging({ [TAG]: me, "panka:stack": "shop" }),
    {
      ...tagging({ [TAG]: me }),
      "ec2:CreateAction": action,
      "elasticloadbalancing:CreateAction": action,
    },
    { "aws:TagKeys": [TAG] },
    { "aws:TagKeys": ["PANKA:Tenant", "x"] },
  ]);
}

const anAction = (random: Seeded, service: string, actions: string) =>
  `${service}:${random.pick(actions.split(" "))}`;

const named: Foreign = (random, me, other) => {
  const service = random.pick(Object.keys(NAMED));
  const [before, actions] = NAMED[service]!;
  const name = `${other}-dev-shop-api-x` + random.pick(["", `/${me}-x`, `-${me}-x`]);
  const rest = random.pick(before) + name;
  return {
    action: anAction(random, service, actions),
    resource: service === "s3" ? `arn:aws:s3:::${rest}` : arn(service.split("-")[0]!, rest),
    context: { ...random.below(2) ? tagged(other) : {}, ...forged(random, me, other) },
  };
};

const byTag: Foreign = (random, me, other) => {
  const service = random.pick(Object.keys(BY_TAG));
  const [kinds, actions] = BY_TAG[service]!;
  const kind = random.pick(kinds);
  const resource = service === "apigateway"
    ? `arn:aws:apigateway:eu-west-1::${kind}`
    : arn(service, kind);
  return {
    action: anAction(random, service, actions),
    resource,
    context: { ...tagged(other), ...forged(random, me, other) },
  };
};

/** Takes on another's name: tags something of its own, or something new, as another's. */
const disguised: Foreign = (random, me, other) => {
  const own = `${me}-dev-shop-x`;
  const [action, resource] = random.pick([
    ["sqs:CreateQueue", arn("sqs", own)],
    ["sqs:TagQueue", arn("sqs", own)],
    ["dynamodb:TagResource", arn("dynamodb", `table/${own}`)],
    ["lambda:TagResource", arn("lambda", `function:${own}`)],
    ["ec2:CreateTags", arn("ec2", "instance/x")],
    ["ec2:RunInstances", arn("ec2", "instance/x")],
    ["ec2:CreateSecurityGroup", arn("ec2", "security-group/x")],
    ["elasticloadbalancing:AddTags", arn("elasticloadbalancing", "targetgroup/x/1")],
    ["cloudfront:TagResource", arn("cloudfront", "distribution/x")],
    ["iam:CreateRole", arn("iam", `role/panka/${me}/x`)],
    ["iam:TagRole", arn("iam", `role/panka/${me}/x`)],
    ["eks:CreateCluster", "*"],
  ]) as [string, string];
  const mine = random.below(2) ? tagged(me) : {};
  if (random.below(2)) {
    return { action, resource, context: { ...mine, ...tagging({ [TAG]: other }) } };
  }
  const untag = action.replace(/:Create.*|:Run.*/, ":UntagResource").replace(
    /:(Add)?Tag/,
    ":Untag",
  );
  return {
    action: untag,
    resource,
    context: { ...mine, "aws:TagKeys": [random.pick([TAG, "panka:Tenant"])] },
  };
};

/** The tenant's own network, which is the platform's to change. */
const network: Foreign = (random, me) => {
  const [kind, actions] = random.pick([
    ["vpc", "DeleteVpc ModifyVpcAttribute CreateSubnet"],
    ["subnet", "DeleteSubnet ModifySubnetAttribute"],
    ["route-table", "CreateRoute ReplaceRoute DeleteRouteTable"],
    ["natgateway", "DeleteNatGateway"],
    ["internet-gateway", "DetachInternetGateway DeleteInternetGateway"],
  ]) as [string, string];
  return {
    action: anAction(random, "ec2", actions),
    resource: arn("ec2", `${kind}/x`),
    context: tagged(me),
  };
};

/** The password of another's database, which RDS tags with whose it is. */
const password: Foreign = (random, me, other) => {
  const [key, kind] = random.pick([["Instance", "db"], ["Cluster", "cluster"]]) as [string, string];
  const owner = arn("rds", `${kind}:${random.pick([other, `${me}x`])}-dev-shop-db`);
  return {
    action: anAction(random, "secretsmanager", "GetSecretValue DescribeSecret"),
    resource: arn("secretsmanager", "secret:rds!db-x"),
    context: random.below(4) ? { [`aws:ResourceTag/aws:rds:primaryDB${key}Arn`]: owner } : {},
  };
};

const like = (pattern: string) => new RegExp(`^${pattern.replaceAll("*", ".*")}$`, "i");
const OPEN = [...ACCOUNT_WIDE_READS, ...UNCONFINED_WRITES].map(like);

/** Asked of the whole account, which IAM can't confine and the documents say. */
export const isOpen = (action: string): boolean => OPEN.some((pattern) => pattern.test(action));

export const TAGGED: readonly Foreign[] = [byTag];
export const THINGS: readonly Foreign[] = [named, ...TAGGED, password];
/** Things of one's own, given to others or to nobody; and one's own network, changed. */
export const GIVEN_AWAY: readonly Foreign[] = [disguised, network];
