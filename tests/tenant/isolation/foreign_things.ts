import { ACCOUNT_WIDE_READS, UNCONFINED_WRITES } from "../../../src/tenant/iam/deploy_reads.ts";
import { SHARED_TAG } from "../../../src/tenant/iam/images.ts";
import type { Context } from "../../iam/request.ts";
import type { Seeded } from "../../random.ts";
import type { Foreign } from "./foreign.ts";
import { arn, TAG, tagged, tagging } from "./world.ts";

/** Services whose ARNs name the tenant: what comes before the tenant's name, and some actions, of any kind. */
export const NAMED: Record<string, [before: string[], actions: string]> = {
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
  elasticache: [
    ["cluster:", "replicationgroup:", "parametergroup:", "subnetgroup:", "snapshot:"],
    "AddTagsToResource CreateCacheCluster CreateReplicationGroup DeleteCacheCluster DeleteReplicationGroup",
  ],
  kafka: [
    ["cluster/", "configuration/"],
    "DescribeCluster UpdateBrokerCount DeleteCluster PutClusterPolicy BatchAssociateScramSecret UpdateSecurity TagResource",
  ],
  "kafka-cluster": [
    ["cluster/", "topic/", "group/", "transactional-id/"],
    "Connect ReadData WriteData AlterGroup AlterTransactionalId",
  ],
  kinesis: [["stream/"], "GetRecords PutRecord DeleteStream"],
  lambda: [
    ["function:"],
    "InvokeFunction GetFunction UpdateFunctionCode UpdateFunctionConfiguration DeleteFunction AddPermission CreateFunctionUrlConfig PublishVersion TagResource UntagResource ListTags",
  ],
  logs: [
    [
      ...["/ecs/", "/aws/lambda/", "/aws/vendedlogs/apigateway/", "/aws/docdb/", "/aws/eks/"],
      ...["/aws/elasticache/", "/aws/msk/", "/aws/rds/cluster/", "/aws/rds/instance/"],
    ].map((folder) => `log-group:${folder}`),
    "GetLogEvents FilterLogEvents StartQuery DeleteLogGroup PutRetentionPolicy PutSubscriptionFilter CreateExportTask PutLogEvents AssociateKmsKey TagResource",
  ],
  memorydb: [
    ["cluster/", "user/", "acl/", "snapshot/", "parametergroup/", "subnetgroup/"],
    "Connect UpdateCluster DeleteCluster UpdateUser DeleteUser UpdateACL CopySnapshot DescribeClusters CreateCluster TagResource",
  ],
  rds: [
    ["db:", "cluster:", "snapshot:", "cluster-snapshot:", "pg:", "cluster-pg:", "subgrp:"],
    "ModifyDBInstance DeleteDBInstance CreateDBSnapshot CopyDBSnapshot ModifyDBSnapshotAttribute RestoreDBInstanceFromDBSnapshot DownloadDBLogFilePortion StartExportTask ModifyDBCluster DeleteDBCluster RestoreDBClusterToPointInTime DescribeDBClusters AddTagsToResource RemoveTagsFromResource",
  ],
  s3: [
    [""],
    "CreateBucket ListBucket GetBucketPolicy PutBucketPolicy DeleteBucket PutBucketAcl PutReplicationConfiguration PutBucketNotification GetBucketTagging PutBucketTagging",
  ],
  scheduler: [["schedule/default/"], "CreateSchedule GetSchedule UpdateSchedule DeleteSchedule"],
  secretsmanager: [
    ["secret:", "secret:AmazonMSK_"],
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
export const BY_TAG: Record<string, [kinds: string[], actions: string]> = {
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

export const anAction = (random: Seeded, service: string, actions: string) =>
  `${service}:${random.pick(actions.split(" "))}`;

const named: Foreign = (random, me, other) => {
  const service = random.pick(Object.keys(NAMED));
  const [before, actions] = NAMED[service]!;
  const name = random.pick(["-dev-shop-api-x", `-x/${me}-x`, `-x-${me}-x`, `/${me}-x`]);
  const rest = random.pick(before) + other + name;
  return {
    action: anAction(random, service, actions),
    resource: service === "s3" ? `arn:aws:s3:::${rest}` : arn(service.split("-")[0]!, rest),
    context: { ...random.below(2) ? tagged(other) : {}, ...forged(random, me, other) },
  };
};

export const arnByTag = (service: string, kind: string): string =>
  service === "apigateway" ? `arn:aws:apigateway:eu-west-1::${kind}` : arn(service, kind);

const byTag: Foreign = (random, me, other) => {
  const service = random.pick(Object.keys(BY_TAG));
  const [kinds, actions] = BY_TAG[service]!;
  const kind = random.pick(kinds);
  return {
    action: anAction(random, service, actions),
    resource: arnByTag(service, kind),
    context: { ...tagged(other), ...forged(random, me, other) },
  };
};

/** What is open to all where no tag says whose it is: networks to stand in, and images. */
const entered: Foreign = (random, _me, other) => {
  const [action, resource] = random.pick([
    ["ec2:CreateNetworkInterface", arn("ec2", "subnet/x")],
    ["ec2:RunInstances", arn("ec2", "subnet/x")],
    ["ec2:CreateSecurityGroup", arn("ec2", "vpc/x")],
    ["ec2:CreateVolume", "arn:aws:ec2:eu-west-1::snapshot/x"],
    ["ecr:BatchGetImage", arn("ecr", "repository/x")],
  ]) as [string, string];
  return { action, resource, context: { ...tagged(other), [`aws:ResourceTag/${SHARED_TAG}`]: "" } };
};

/** What has tags or gets them, and may be asked of one's own. */
const own = (random: Seeded, me: string) =>
  random.pick([
    ["sqs:CreateQueue", arn("sqs", `${me}-x`)],
    ["sqs:TagQueue", arn("sqs", `${me}-x`)],
    ["dynamodb:TagResource", arn("dynamodb", `table/${me}-x`)],
    ["lambda:TagResource", arn("lambda", `function:${me}-x`)],
    ["ec2:CreateTags", arn("ec2", "instance/x")],
    ["ec2:RunInstances", arn("ec2", "instance/x")],
    ["ec2:CreateSecurityGroup", arn("ec2", "security-group/x")],
    ["elasticloadbalancing:AddTags", arn("elasticloadbalancing", "targetgroup/x/1")],
    ["cloudfront:TagResource", arn("cloudfront", "distribution/x")],
    ["iam:CreateRole", arn("iam", `role/panka/${me}/x`)],
    ["iam:TagRole", arn("iam", `role/panka/${me}/x`)],
    ["eks:CreateCluster", "*"],
  ]) as [string, string];

/** Takes on another's name: tags something of its own, or something new, as another's. */
const disguised: Foreign = (random, me, other) => {
  const [action, resource] = own(random, me);
  const mine = random.below(2) ? tagged(me) : {};
  return { action, resource, context: { ...mine, ...tagging({ [TAG]: other }) } };
};

/** Takes the tag away; EC2 does so by its value too, and takes all where none is named. */
const untagged: Foreign = (random, me) => {
  const [action, resource] = own(random, me);
  const untag = action.replace(/ec2:.*/, "ec2:DeleteTags")
    .replace(/:Create.*/, ":UntagResource").replace(/:(Add)?Tag/, ":Untag");
  const keys = random.pick<Context>([
    { "aws:TagKeys": [random.pick([TAG, "panka:Tenant"])] },
    ...untag === "ec2:DeleteTags"
      ? [{}, { "aws:TagKeys": [TAG, "x"], [`aws:RequestTag/${TAG}`]: me }]
      : [],
  ]);
  return { action: untag, resource, context: { ...random.below(2) && tagged(me), ...keys } };
};

/** The password of another's database, which RDS tags with whose it is. */
const password: Foreign = (random, me, other) => {
  const [key, kind] = random.pick([["Instance", "db"], ["Cluster", "cluster"]]) as [string, string];
  const owner = arn("rds", `${kind}:${random.pick([other, `${me}x`])}-dev-shop-db`);
  // A tag is not enough.
  if (random.below(4) === 0) {
    return {
      action: "secretsmanager:GetSecretValue",
      resource: arn("secretsmanager", "secret:billing"),
      context: { [`aws:ResourceTag/aws:rds:primaryDB${key}Arn`]: arn("rds", `${kind}:${me}-x`) },
    };
  }
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

export const TAGGED: readonly Foreign[] = [byTag, entered];
export const NAMES: readonly Foreign[] = [named, password];
export const THINGS: readonly Foreign[] = [...NAMES, ...TAGGED];
/** Things of one's own, given to others. */
export const DISGUISED: readonly Foreign[] = [disguised];
/** Things of one's own, given to others or to nobody. */
export const GIVEN_AWAY: readonly Foreign[] = [...DISGUISED, untagged];
