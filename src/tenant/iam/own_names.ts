import { OWN } from "./document.ts";
import { arn, type Platform } from "./facts.ts";

/**
 * ARNs of what belongs to the asker's tenant by its name, which begins with `{tenant}-` (`physicalName` of planning);
 * names are known before a thing is there, and in every action.
 */
export function ownNames(
  platform: Platform,
  services: readonly string[],
  whose: "deployments" | "workloads" = "deployments",
): string[] {
  const { partition = "aws" } = platform;
  const of = (service: string, ...rest: string[]) =>
    rest.map((each) => `${arn(platform, service)}${each}${OWN}-*`);
  const made = (...rest: string[]) => whose === "deployments" ? rest : [];
  const run = (...rest: string[]) => whose === "workloads" ? rest : [];
  const all = [
    `arn:${partition}:s3:::${OWN}-*`,
    ...of("autoscaling", "autoScalingGroup:*:autoScalingGroupName/"),
    ...of("dynamodb", "table/"),
    ...of("ecr", "repository/"),
    `${arn(platform, "ecr")}repository/${OWN}/*`,
    ...of("ecs", ...ECS.map((kind) => `${kind}/`), ...made("capacity-provider/ec2-")),
    ...of("ecs", ...run("container-instance/")),
    ...of("eks", "cluster/", ...made("nodegroup/", "addon/", "access-entry/")),
    ...of("events", "event-bus/", ...made("rule/", "archive/")),
    ...of("kafka", "cluster/", ...made("configuration/")),
    ...of("kafka", ...run("topic/", "group/", "transactional-id/")),
    ...of("kinesis", "stream/"),
    ...of("lambda", "function:"),
    ...of(
      "logs",
      ...(whose === "workloads" ? WORKLOADS_LOGS : LOGS).map((folder) => `log-group:${folder}`),
    ),
    ...of("memorydb", "cluster/", "parametergroup/", "subnetgroup/", "snapshot/", "user/", "acl/"),
    ...of("rds", ...RDS.map((kind) => `${kind}:`)),
    ...of("scheduler", "schedule/default/"),
    ...of("secretsmanager", "secret:", "secret:AmazonMSK_"),
    `${arn(platform, "secretsmanager")}secret:${OWN}/*`,
    ...of("sns", ""),
    ...of("sqs", ""),
    ...of("states", "stateMachine:", "execution:"),
  ];
  return all.filter((each) => services.includes(each.split(":")[2]!));
}

/** Where workloads write to log groups. */
const WORKLOADS_LOGS = ["/ecs/", "/aws/lambda/", "/aws/vendedlogs/apigateway/"];
/** Where log groups of kinds are, those into which AWS's services write among them. */
const LOGS = [
  ...WORKLOADS_LOGS,
  ...["docdb", "eks", "elasticache", "msk", "rds/cluster", "rds/instance"]
    .map((service) => `/aws/${service}/`),
];

const ECS = ["cluster", "service", "task-definition", "task"];
const RDS = ["db", "cluster", "pg", "cluster-pg", "subgrp", "snapshot", "cluster-snapshot"];
