/**
 * What a deployment asks AWS about a resource: the calls of the Terraform provider behind Pulumi, with their resources
 * as the Service Authorization Reference gives them.
 */
export interface Rule {
  /**
   * `service:rest` of the ARN; `{x}` is the resource's property x (of a reference, the name of what is referred to),
   * `{name}` its own name, `{id}` something that AWS makes up.
   */
  on: string;
  /** Actions that make it: tagged in the request, and there is no such thing yet. Space between. */
  make?: string;
  /** Actions on what is there, with its tags. */
  use?: string;
  /** Only its tag tells whose it is. */
  byTag?: true;
  also?: Also[];
}

/** More actions, on what, and what AWS knows of it. */
export type Also = [
  actions: string,
  on: string,
  /** made: tagged in the request. own: with the tenant's tag. made and own: both. plain: nothing. */
  how:
    | "made"
    | "own"
    | "made and own"
    | "plain"
    | "through AWS"
    | `created by ${string}`
    | `of ${string}`
    /** Kept by RDS, for `db:` or `cluster:` and a name. */
    | `password of ${string}`
    /** With the tag of what all tenants may pull. */
    | "shared"
    /** A rule that hears events of that source. */
    | `hearing ${string}`,
];

/** Asked of the whole account. */
export const account = (actions: string): Also => [actions, "*", "plain"];

export const linked: Also = [
  "iam:CreateServiceLinkedRole",
  "iam:role/aws-service-role/{id}",
  "plain",
];

export const passRole: Also = ["iam:PassRole", "iam:role/panka/{tenant}/{tenant}-x", "own"];

/** A key of the tenant's, which its owner has tagged. */
export const key: Also = [
  "kms:DescribeKey kms:CreateGrant kms:GenerateDataKey kms:Decrypt kms:Encrypt kms:ReEncryptFrom",
  "kms:key/{id}",
  "own",
];

export const pull = "ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetDownloadUrlForLayer";

/** Asked of repositories by whose images functions and tasks run: the tenant's by name or tag, shared, another account's. */
export const images = (actions: string): Also[] => [
  [actions, "ecr:repository/{tenant}-x", "plain"],
  [actions, "ecr:repository/{tenant}/x", "plain"],
  [pull, "ecr:repository/{id}", "own"],
  [pull, "ecr:repository/{id}", "shared"],
  [pull, "arn:aws:ecr:eu-west-1:999999999999:repository/{id}", "plain"],
];

/** What a team asks of its own, besides what its deployments do: looks, and ends what hangs. */
export const byHand: Also[] = [
  [
    "ecs:DescribeTasks ecs:ListTasks ecs:StopTask ecs:ExecuteCommand",
    "ecs:task/{tenant}-x/{id}",
    "own",
  ],
  [
    "states:DescribeExecution states:GetExecutionHistory states:StopExecution",
    "states:execution:{tenant}-x:{id}",
    "plain",
  ],
  ["ec2:GetConsoleOutput", "ec2:instance/{id}", "own"],
  // What a killed run made is looked for.
  account("tag:GetResources"),
];
