import { stringify } from "yaml";
import { TENANT_NAME, TENANT_NAME_HINT } from "../tenant/names.ts";
import { TENANT_API, TENANT_KIND } from "../tenant/tenant_config.ts";
import { usage } from "./failure.ts";

/** What `admin tenant init` needs to know where no document says it. */
export interface TenantAnswers {
  name: string;
  contact?: string;
  region: string;
  accountId: string;
  /** Addresses of its own VPC; without, it has none. */
  cidrBlock?: string;
  nat: "none" | "single" | "per-az";
  /** Accounts whose identities may log in with the token; the platform's when empty. */
  accounts: string[];
  /** Identities that need no token. */
  principals: string[];
}

/** The tenant's document, as somebody would write it. */
export function tenantText(answers: TenantAnswers): string {
  const { name, contact, region, accountId, cidrBlock, nat, accounts, principals } = answers;
  const access = {
    ...accounts.length > 0 && { accounts },
    ...principals.length > 0 && { principals },
  };
  return stringify({
    apiVersion: TENANT_API,
    kind: TENANT_KIND,
    metadata: { name },
    spec: {
      ...contact && { contact },
      aws: { accountId, region },
      ...Object.keys(access).length > 0 && { access },
      ...cidrBlock && {
        networking: {
          vpc: { cidrBlock },
          natGateway: nat === "none" ? { enabled: false } : { enabled: true, type: nat },
        },
      },
    },
  });
}

export const tenantNameProblem = (name: string): string | undefined =>
  TENANT_NAME.test(name) ? undefined : `write ${TENANT_NAME_HINT}`;

/** @throws Failure for what is no tenant's name */
export function checkTenantName(name: string): string {
  if (TENANT_NAME.test(name)) return name;
  throw usage(`"${name}" can't be the name of a tenant`, `use ${TENANT_NAME_HINT}`);
}
