import { tags } from "../schema/aws_texts.ts";
import type { Report as Problems } from "../kinds/report.ts";
import { checkVpc } from "../kinds/vpc/check.ts";
import { networkFields, vpcFields, type VpcSpec } from "../kinds/vpc/fields.ts";
import { check } from "../schema/check.ts";
import { boolean, choice, type InferFields, integer, list, object, text } from "../schema/field.ts";
import { accountId, metadata, networkingFields, region } from "../stack/core_kinds.ts";
import { plainScope } from "../stack/documents.ts";
import type { Diagnostic } from "../stack/model.ts";
import { placeOf, Report } from "../stack/report.ts";
import { explainSyntax } from "../stack/syntax.ts";
import { parseYaml } from "../stack/yaml.ts";

export const TENANT_API = "admin.panka.io/v1";
export const TENANT_KIND = "TenantConfig";

const aws = object({
  accountId,
  region,
  assumeRoleArn: text({
    doc: "Role that a login ends in, where the platform made it itself",
    pattern: /^arn:aws[a-z-]*:iam::\d{12}:role\//,
    hint: "the ARN of an IAM role",
  }),
  externalId: text({
    doc: "Older field",
    ignored: "the external id follows from the tenant's token, and is written down nowhere",
  }),
}, { doc: "Where the tenant deploys to", default: {} });

const access = object({
  accounts: list(accountId, {
    doc: "Accounts whose identities may log in with the tenant's token; the platform's when absent",
    default: [],
  }),
  principals: list(
    text({
      doc: "ARN of an identity",
      pattern: /^arn:aws[a-z-]*:(iam|sts)::\d{12}:/,
      hint: "an ARN of IAM or STS, * allowed after the account",
    }),
    {
      doc:
        "Identities that may log in without a token (CI roles, SSO roles); * stands for anything",
      default: [],
    },
  ),
}, { doc: "Who may log in", default: {} });

const networking = object({
  vpc: object({ cidrBlock: vpcFields.cidrBlock }, { doc: "A VPC of the tenant's own" }),
  ...networkFields,
  existing: networkingFields.existing,
}, {
  doc: "The tenant's network: its own VPC, or one that is there",
  atMostOne: ["vpc", "existing"],
});

const count = (doc: string, usual: number) => integer({ doc, min: 0, default: usual });
const limits = object({
  maxStacks: count("Most stacks, each environment counted", 10),
  maxServicesPerStack: count("Most services of one stack", 20),
  maxResourcesPerService: count("Most components of one service", 50),
  monthlyCostLimitUsd: count("Most that the tenant may cost a month, in USD", 5000),
}, { doc: "Limits", default: {} });

const policies = object({
  requireApprovalForProduction: boolean({
    doc: "Production environments ask for a typed name or a saved plan; a stack's own always do",
    default: true,
  }),
  allowedRegions: list(region, {
    doc: "Regions that may be deployed to; all when empty",
    default: [],
  }),
}, { doc: "What holds for every stack of the tenant", default: {} });

const tenantSpecFields = {
  contact: text({
    doc: "Whom the tenant's team asks: a person, a channel, an address",
    maxLength: 200,
  }),
  aws,
  access,
  networking,
  limits,
  defaultTags: tags({ doc: "AWS tags on everything that the tenant deploys", default: {} }),
  allowedResources: list(text({ doc: "A kind" }), {
    doc: "Kinds that the tenant may deploy; all when empty",
    default: [],
  }),
  policies,
  environments: list(
    object({
      name: text({ doc: "Name of the environment", required: true }),
      production: boolean({ doc: "Whether it is a production environment", default: false }),
    }, { doc: "One environment", shorthand: "name" }),
    { doc: "Environments that stacks may be deployed to; any when empty", default: [] },
  ),
};

/** What the platform says of one tenant: `tenants/<t>/tenant.yaml`. */
export const tenantSpec = object(tenantSpecFields, {
  doc: "A tenant's configuration",
  default: {},
});
export type TenantSpec = InferFields<typeof tenantSpecFields>;

const tenantDocument = object({
  apiVersion: choice([TENANT_API], { doc: "API group and version", required: true }),
  kind: choice([TENANT_KIND], { doc: "Kind of the document", required: true }),
  metadata: object(metadata.fields, { doc: "Name and labels", required: true }),
  spec: tenantSpec,
}, { doc: "A tenant's configuration" });

export interface TenantConfig {
  name: string;
  description?: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  spec: TenantSpec;
}

/** The VPC that a tenant is to have; undefined: none of its own. */
export function vpcOf({ networking }: TenantSpec): VpcSpec | undefined {
  if (!networking?.vpc) return undefined;
  const { vpc, existing: _, ...rest } = networking;
  return { ...vpc, ...rest };
}

function checkNetwork(spec: TenantSpec, report: Problems): void {
  const vpc = vpcOf(spec);
  if (!vpc) return;
  checkVpc(vpc, report);
  const { region } = spec.aws;
  for (const kind of ["public", "private"] as const) {
    vpc.subnets[kind]?.forEach(({ zone }, i) => {
      if (region === undefined || zone.slice(0, -1) === region) return;
      report({
        code: "wrong-value",
        path: ["subnets", kind, i],
        summary: `${zone} is no zone of ${region}`,
        fix: `write a zone such as ${region}a, or another spec.aws.region`,
      });
    });
  }
}

/** Reads a TenantConfig; what is wrong is told with its place, and then there is no config. @param file as shown to people */
export function readTenantConfig(
  source: string,
  file: string,
): { config?: TenantConfig; diagnostics: Diagnostic[] } {
  const report = new Report();
  const yaml = parseYaml(source);
  const start = { start: 0, end: 0 };
  if (yaml.error) {
    const { summary, fix } = explainSyntax(yaml.error.message);
    report.at(placeOf(file, source, yaml.error.span), {
      code: "syntax",
      summary,
      fix,
    });
  } else if (yaml.documents.length !== 1) {
    report.at(placeOf(file, source, start), {
      code: "second-document",
      summary: `a tenant's file holds one document, and this has ${yaml.documents.length}`,
      fix: "write one document, without --- between",
    });
  } else {
    const origin = { file, role: { type: "stack" } as const, yaml, index: 0 };
    const scope = plainScope(origin, report);
    const checked = check(tenantDocument, yaml.documents[0]!.value, [], scope) as
      | { metadata: Omit<TenantConfig, "spec">; spec: TenantSpec }
      | undefined;
    if (checked && !report.failed) {
      checkNetwork(
        checked.spec,
        ({ path, ...problem }) =>
          scope.report({
            severity: "error",
            at: "value",
            ...problem,
            path: ["spec", "networking", ...path[0] === "cidrBlock" ? ["vpc"] : [], ...path],
          }),
      );
    }
    if (checked && !report.sorted().some(({ severity }) => severity === "error")) {
      const { metadata: { name, description, labels = {}, annotations = {} }, spec } = checked;
      return {
        config: { name, ...(description && { description }), labels, annotations, spec },
        diagnostics: report.sorted(),
      };
    }
  }
  return { diagnostics: report.sorted() };
}
