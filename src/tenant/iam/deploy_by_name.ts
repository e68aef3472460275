import { allow, type Document, documentOf, OWN, THROUGH_AWS } from "./document.ts";
import { arn, type Platform } from "./facts.ts";
import { ownNames } from "./own_names.ts";

/** What a deployment may do with things whose names tell whose they are. */
export function deployByName(platform: Platform): Document {
  const of = (service: string, ...rest: string[]) =>
    rest.map((each) => arn(platform, service) + each);
  return documentOf(
    [
      allow("Names", SERVICES.map((service) => `${service}:*`), ownNames(platform, SERVICES)),
      // What AWS gives everyone, and what nobody can change.
      allow("Defaults", [
        "memorydb:CreateCluster",
        "memorydb:UpdateCluster",
        "rds:CreateDBCluster",
        "rds:CreateDBInstance",
        "rds:CreateDBInstanceReadReplica",
        "rds:ModifyDBCluster",
        "rds:ModifyDBInstance",
      ], [
        ...of("memorydb", "parametergroup/default*", "acl/open-access"),
        ...of("rds", "og:*", "pg:default*", "cluster-pg:default*"),
      ]),
      allow("Polling", "lambda:*EventSourceMapping", "*", {
        ArnLike: { "lambda:FunctionArn": `${arn(platform, "lambda")}function:${OWN}-*` },
      }),
      // The password of a database that RDS keeps itself; only RDS asks for these.
      allow(
        "ManagedPassword",
        [
          "secretsmanager:CreateSecret",
          "secretsmanager:DescribeSecret",
          "secretsmanager:TagResource",
        ],
        of("secretsmanager", "secret:rds!*"),
        THROUGH_AWS,
      ),
    ],
    "managed",
    "policy for what is known by name",
  );
}

const SERVICES = [
  "autoscaling",
  "dynamodb",
  "ecs",
  "eks",
  "events",
  "kafka",
  "lambda",
  "logs",
  "memorydb",
  "rds",
  "s3",
  "scheduler",
  "secretsmanager",
  "sns",
  "sqs",
  "states",
];
