/**
 * 1 to 32 lower-case letters, digits and dashes, a letter first, no dash last and no two in a row: names in AWS that
 * are cut to their limit, MemoryDB's 40 at least, must still begin with `{tenant}-`.
 */
export const TENANT_NAME = /^(?=.{1,32}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
export const TENANT_NAME_HINT =
  "1 to 32 lower-case letters, digits and single dashes that start with a letter";

/** The session tag that tells tenants apart in policies, and the tag of everything that a tenant owns. */
export const TENANT_TAG = "panka:tenant";

/**
 * The tenant of `others` that this name could be taken for: names in AWS begin with `{tenant}-`, so where one tenant
 * were called `a` and another `a-b`, what is `a`'s by name would be the other's too.
 */
export function mistakable(name: string, others: readonly string[]): string | undefined {
  return others.find((other) => other.startsWith(`${name}-`) || name.startsWith(`${other}-`));
}

/** How names begin that AWS and common tools give things of an account, buckets with trails and templates among them. */
export const ACCOUNTS_OWN = [
  "aws",
  "cdk",
  "cf-templates",
  "codepipeline",
  "config-bucket",
  "elasticbeanstalk",
  "panka",
  "sagemaker",
];

/** Where everything is that panka makes in IAM for the platform; a tenant's own roles are under {@link workloadPath}. */
export const PLATFORM_PATH = "/panka-platform/";

/** IAM path of the roles that a tenant's deployments make; the slash at its end keeps `a` and `a-b` apart. */
export const workloadPath = (tenant: string): string => `/panka/${tenant}/`;

/** Name of the role that a login of the tenant ends in. IAM allows 64 characters. */
export const tenantRoleName = (tenant: string): string => `panka-tenant-${tenant}`;

/** ARN of {@link tenantRoleName} in an account. @param partition "aws", "aws-cn", "aws-us-gov" */
export function tenantRoleArn(accountId: string, tenant: string, partition = "aws"): string {
  return `arn:${partition}:iam::${accountId}:role${PLATFORM_PATH}${tenantRoleName(tenant)}`;
}

/** Tags of the tenant's role from which a login learns where state is kept. */
export const BACKEND_TAGS = {
  bucket: "panka:bucket",
  table: "panka:table",
  region: "panka:region",
} as const;
