import { workloadPath } from "../names.ts";
import { allow, type Conditions, deny, type Document, documentOf, OWN, OWNED } from "./document.ts";
import { arn, type Platform } from "./facts.ts";
import { otherTenants, tagForOthers } from "./guard.ts";
import { commonImages, PULL } from "./images.ts";
import { ownNames } from "./own_names.ts";

/**
 * The most that a role made by a tenant's deployment can do, whatever its policies say: use that tenant's things. The
 * tenant is the role's tag and path, which its deployment can't change. `execute-api:Invoke` and `rds-db:connect` are missing:
 * AWS knows neither tags nor names there that would tell tenants apart.
 */
export function boundary(platform: Platform): Document {
  // RDS tags the passwords that it keeps with what they are of.
  const passwordOf = (kind: "Instance" | "Cluster", type: string): Conditions => ({
    ArnLike: {
      [`aws:ResourceTag/aws:rds:primaryDB${kind}Arn`]: `${arn(platform, "rds")}${type}:${OWN}-*`,
    },
  });
  const tasksEnd = `${arn(platform, "events")}rule/StepFunctionsGetEventsForECSTaskRule`;
  const passwords = `${arn(platform, "secretsmanager")}secret:rds!*`;
  const read = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"];
  return documentOf(
    [
      allow(
        "Names",
        // A rule hears what it likes of a whole account.
        NAMED.map((service) => service === "events" ? "events:PutEvents" : `${service}:*`),
        ownNames(platform, NAMED, "workloads"),
      ),
      allow(
        "Owned",
        [
          "cloudfront:*Invalidation",
          // No routes, gateways or endpoints: the network is the platform's.
          ...[
            "*Instance*",
            "*NetworkInterface*",
            "*SecurityGroup*",
            "*Snapshot*",
            "*Volume*",
            // Not DeleteTags, which takes tags away also by their values.
            "CreateTags",
          ]
            .map((action) => `ec2:${action}`),
          ...PULL,
          "elasticfilesystem:Client*",
          // Neither where a balancer stands, nor who may reach it.
          "elasticloadbalancing:*Rule",
          "elasticloadbalancing:*Targets",
          // Encrypt, Decrypt, ReEncrypt.
          "kms:*crypt*",
          "kms:DescribeKey",
          "kms:GenerateDataKey*",
          ...read,
        ],
        "*",
        OWNED,
      ),
      allow("InstancePassword", read, passwords, passwordOf("Instance", "db")),
      allow("ClusterPassword", read, passwords, passwordOf("Cluster", "cluster")),
      allow("RunTasksAs", "iam:PassRole", `${arn(platform, "iam", "")}role${workloadPath(OWN)}*`),
      // Step Functions' own, one in the account: it tells of tasks that end.
      allow("TasksEnd", ["events:DescribeRule", "events:PutTargets"], tasksEnd),
      allow("HearTasks", "events:PutRule", tasksEnd, {
        "ForAllValues:StringEquals": { "events:source": "aws.ecs" },
        Null: { "events:source": "false" },
      }),
      allow("Metrics", [
        "logs:CreateLog*",
        "logs:DescribeLogStreams",
        "logs:*LogEvents",
        "logs:PutRetentionPolicy",
      ], `${arn(platform, "logs")}log-group:RDS*`),
      allow("Running", [
        "cloudwatch:PutMetricData",
        // Assign, Unassign; Create, Delete.
        "ec2:*ssignPrivateIpAddresses",
        "ec2:*teNetworkInterface",
        "ec2:Describe*",
        "ec2messages:*",
        "ecr:GetAuth*",
        // An agent's other calls name its cluster: what it polls for another's machine are credentials of tasks there.
        "ecs:Discover*",
        "ssm:UpdateInstanceInformation",
        "ssmmessages:*",
        "xray:Put*",
      ], "*"),
      ...commonImages(platform),
      // Where things stand is for deployments to say. RunTask has no key, and schedules need it.
      deny("PlaceTasks", "ecs:*Service", "*", { Null: { "ecs:subnet": "false" } }),
      deny("PlaceCode", "lambda:*", "*", { Null: { "lambda:SubnetIds": "false" } }),
      otherTenants(),
      tagForOthers(),
      // Who trusts a role is for its tenant to say, and a session's tags win over the role's: only the path is sure.
      deny("OthersTag", "*", "*", {
        ArnNotLike: { "aws:PrincipalArn": `${arn(platform, "iam", "")}role${workloadPath(OWN)}*` },
      }),
      // Lambda puts functions into networks with their roles; their code has no business there.
      deny("Code", ["ec2:*NetworkInterface", "ec2:*signPrivateIp*"], "*", {
        Null: { "lambda:SourceFunctionArn": "false" },
      }),
    ],
    "managed",
    "permissions boundary of workloads",
  );
}

/** Services whose data workloads use. */
const NAMED = [
  "dynamodb",
  "ecr",
  "ecs",
  "eks",
  "eks-auth",
  "events",
  "kafka",
  "kafka-cluster",
  "kinesis",
  "lambda",
  "logs",
  "s3",
  "secretsmanager",
  "sns",
  "sqs",
  "states",
];
