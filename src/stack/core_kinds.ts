import { ingressRules, tags } from "../schema/aws_texts.ts";
import { kinds } from "../kinds/registry.ts";
import {
  boolean,
  choice,
  decimal,
  type Fields,
  integer,
  json,
  list,
  map,
  object,
  type ObjectField,
  text,
} from "../schema/field.ts";

/** The fields of every document. */
export const HEAD = ["apiVersion", "kind", "metadata", "spec"];

export const NAME = /^[a-z][a-z0-9-]{0,39}$/;
const name = text({
  doc: "Name: lower-case letters, digits and dashes, 1 to 40, starting with a letter",
  required: true,
  pattern: NAME,
  hint: "1 to 40 lower-case letters, digits and dashes that start with a letter",
});

/** `metadata` of every document. */
export const metadata = object({
  name,
  description: text({ doc: "What it is, for people", maxLength: 500 }),
  labels: tags({ doc: "Become AWS tags on everything below" }, "label"),
  annotations: map(text({ doc: "Value of the annotation" }), {
    doc: "For people and tools: owner, slack, runbook, dashboard, oncall, repository",
  }),
  tenant: text({ doc: "Tenant that the stack belongs to", pattern: NAME, hint: "a tenant's name" }),
  stack: text({ doc: "Stack; filled in from the folder", pattern: NAME, hint: "the stack's name" }),
  service: text({
    doc: "Service; filled in from the folder",
    pattern: NAME,
    hint: "a service's name",
  }),
}, { doc: "Name and labels" });

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;
export const variables = map(text({ doc: "Value of the variable" }), {
  doc: "Values for ${NAME} in everything below",
  keyPattern: VARIABLE,
  keyHint: "letters, digits and underscores that don't start with a digit",
});

export const region = text({
  doc: "AWS region",
  pattern: /^[a-z]{2}(-[a-z]+)+-\d$/,
  hint: "an AWS region such as eu-west-1",
  example: "eu-west-1",
});
export const accountId = text({
  doc: "AWS account that may be deployed to; another one is refused",
  pattern: /^\d{12}$/,
  hint: "an account id of 12 digits, in quotes",
  example: "123456789012",
});
const ids = (what: string, pattern: RegExp) =>
  list(text({ doc: `Id of a ${what}`, pattern, hint: `the id of a ${what}` }), {
    doc: `Ids of ${what}s`,
  });

export const networkingFields = {
  existing: object({
    vpcId: text({
      doc: "Id of the VPC",
      required: true,
      pattern: /^vpc-[0-9a-z]+$/,
      hint: "the id of a VPC, vpc-…",
    }),
    vpcCidr: text({ doc: "CIDR block of the VPC; asked of AWS when absent" }),
    subnetIds: object({
      public: ids("subnet", /^subnet-[0-9a-z]+$/),
      private: ids("subnet", /^subnet-[0-9a-z]+$/),
    }, { doc: "Subnets to use, by whether they reach the internet directly", required: true }),
    securityGroupIds: ids("security group", /^sg-[0-9a-z]+$/),
  }, {
    doc: "A network that is there already, instead of the tenant's or the account's default VPC",
  }),
  securityGroup: object({
    ingress: ingressRules(
      "Rules that every load balancer of this stack gets besides its own, each once",
    ),
  }, { doc: "What may connect to the load balancers of this stack, besides what they say" }),
} satisfies Fields;

const later = "not acted on yet: this version of panka only checks it";
const environmentFields = {
  production: boolean({
    doc: "Ask for the stack's name before changes, and protect data",
    default: false,
  }),
  region,
  accountId,
  variables,
} satisfies Fields;

export const stackSpec = object({
  description: text({ doc: "Older place of metadata.description" }),
  provider: object({
    name: choice(["aws", "sandbox"], {
      doc: "aws, or sandbox: a simulated cloud on this machine",
      default: "aws",
    }),
    region,
    accountId,
    profile: text({ doc: "Profile in ~/.aws to take credentials from" }),
  }, { doc: "Where the stack is deployed", default: {} }),
  variables,
  networking: object(networkingFields, {
    doc: "The stack's network; from the tenant, else the account's default VPC",
  }),
  backend: object({
    type: choice(["s3", "directory"], { doc: "Where state is kept" }),
    bucket: text({ doc: "S3 bucket of the state" }),
    region,
    table: text({ doc: "DynamoDB table of the locks" }),
  }, { doc: "Where state and locks are kept" }),
  locking: choice(["stack", "service"], {
    doc: "stack: one deployment at a time; service: services deploy side by side",
    default: "stack",
  }),
  environments: map(object(environmentFields, { doc: "One environment" }), {
    doc: "Environments that this stack may be deployed to; none declared: any",
    keyPattern: NAME,
    keyHint: "lower-case letters, digits and dashes",
  }),
  rollback: object({
    enabled: boolean({ doc: "Go back to the last good deployment when one fails", default: true }),
    watch: object({
      minutes: integer({
        doc: "How long to watch after a deployment",
        unit: "minutes",
        min: 1,
        max: 1440,
        default: 10,
      }),
      errorRatePercent: decimal({
        doc: "Errors above this roll back",
        unit: "percent",
        min: 0,
        max: 100,
        default: 5,
      }),
      p99Millis: integer({
        doc: "99th percentile of latency above this rolls back",
        unit: "milliseconds",
        min: 1,
        default: 2000,
      }),
    }, { doc: "Watch errors and latency after a deployment", ignored: later }),
  }, { doc: "What to do when a deployment fails" }),
  notifications: list(
    object({
      slack: text({ doc: "Name of the Slack channel" }),
      sns: text({ doc: "ARN of an SNS topic" }),
      webhook: text({ doc: "URL that gets a POST" }),
      events: list(choice(["started", "succeeded", "failed", "rolled-back"], { doc: "Event" }), {
        doc: "Which events; all when absent",
      }),
    }, { doc: "One receiver", exactlyOne: [["slack"], ["sns"], ["webhook"]] }),
    { doc: "Who is told of deployments", ignored: later },
  ),
  budget: object({
    monthlyUsd: decimal({
      doc: "Most the stack may cost a month",
      unit: "USD",
      min: 0,
      required: true,
    }),
  }, { doc: "Limit on cost", ignored: later }),
  outputs: map(text({ doc: "A reference, or text with references", reference: true }), {
    doc: "Values shown after a deployment, and given to others",
  }),
  defaultTags: tags({ doc: "AWS tags on everything" }),
}, { doc: "Stack: services that are deployed together" });

const defaultsOf = (what: string) =>
  object(
    Object.fromEntries(kinds.map(({ name, aliases, spec }) => [
      name,
      json({
        doc: `Fields that every ${name} in ${what} starts from`,
        aliases,
        part: { name, spec },
      }),
    ])),
    { doc: `Kind → fields that every component of that kind in ${what} starts from` },
  );

export const serviceSpec = object({
  description: text({ doc: "Older place of metadata.description" }),
  variables,
  dependsOn: list(text({ doc: "Name of a service", pattern: NAME, hint: "a service's name" }), {
    doc: "Services to create first",
    unique: "",
  }),
  infrastructure: object({ defaults: defaultsOf("this service") }, {
    doc: "Defaults, as in ServiceInfraDefaults",
  }),
}, { doc: "Service: components that belong together" });

export const infraKinds: Readonly<Record<string, ObjectField>> = {
  InfraDefaults: object({
    defaults: defaultsOf("the stack"),
    tags: tags({ doc: "AWS tags on everything" }),
  }, { doc: "Defaults for every component of the stack, by kind" }),
  ServiceInfraDefaults: object({ defaults: defaultsOf("the service") }, {
    doc: "Defaults for the components of one service, by kind",
  }),
  ComponentInfra: object({}, {
    doc: "Fields laid over those of the component of the same name, kept in a file of their own",
  }),
  Networking: object(networkingFields, { doc: "The stack's network" }),
  Security: object({
    kmsKeyId: text({
      doc:
        "KMS key (ARN or alias) for what can be encrypted with one and names none itself; its policy must let CloudWatch Logs use it, and disks and stores are made anew with another",
    }),
    permissionsBoundary: text({
      doc:
        "ARN of a policy that bounds every role that is created; a tenant's roles have the tenant's boundary instead",
      pattern: /^arn:aws[a-z-]*:iam::/,
      hint: "the ARN of an IAM policy",
    }),
    deletionProtection: boolean({
      doc: "Protect every component that holds data, unless it says otherwise itself",
    }),
  }, { doc: "Encryption, roles and protection for the whole stack" }),
  Observability: object({
    logRetentionDays: integer({
      doc: "How long log groups keep what was written",
      unit: "days",
      // AWS: PutRetentionPolicy, retentionInDays.
      oneOf: [
        1,
        3,
        5,
        7,
        14,
        30,
        60,
        90,
        120,
        150,
        180,
        365,
        400,
        545,
        731,
        1096,
        1827,
        2192,
        2557,
        2922,
        3288,
        3653,
      ],
      default: 30,
    }),
  }, { doc: "Logs of the whole stack" }),
};

/** API group of each kind that is not a component. */
export const GROUPS: Readonly<Record<string, string>> = {
  Stack: "core.panka.io/v1",
  Service: "core.panka.io/v1",
  ...Object.fromEntries(Object.keys(infraKinds).map((kind) => [kind, "infra.panka.io/v1"])),
};
export const COMPONENTS = "components.panka.io/v1";
/** Groups of older examples; `fmt` writes the right one. */
export const OLD_GROUPS = ["panka.io/v1", "panka.dev/v1"];
