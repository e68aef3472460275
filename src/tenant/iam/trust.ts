import { TENANT_NAME, TENANT_NAME_HINT, TENANT_TAG } from "../names.ts";
import {
  type Conditions,
  type Document,
  documentOf,
  type Statement,
  TenantIamProblem,
} from "./document.ts";
import type { Trust, TrustedToken } from "./facts.ts";

const TOKEN = "Token";
const IDENTITY = "Identity";
const TAG = "TenantTag";
const DISABLED = "LoginDisabled";
const NOBODY: Statement = { Sid: DISABLED, Effect: "Deny", Principal: "*", Action: "sts:*" };
const FIX = "list fewer accounts or identities, or remove an old token";
const whose = (tenant: string) => `trust policy of tenant "${tenant}"`;

/**
 * Who may take on a tenant's role. AWS compares `sts:ExternalId` with what follows from a token, or the caller's own
 * ARN; either way the session must carry the tenant's tag, and no other.
 *
 * @throws TenantIamProblem for what IAM would refuse, or take for something else
 */
export function trustPolicy(trust: Trust): Document {
  const { tenant, partition = "aws", accounts, principals, tokens, disabled } = trust;
  check(trust);
  const tag = `aws:RequestTag/${TENANT_TAG}`;
  const roots = (ids: readonly string[]) => ({
    AWS: [...new Set(ids)].sort().map((id) => `arn:${partition}:iam::${id}:root`),
  });
  const may = (
    Sid: string,
    ids: readonly string[],
    Action: string,
    { StringEquals, ...more }: Conditions,
  ): Statement => ({
    Sid,
    Effect: "Allow",
    Principal: roots(ids),
    Action,
    Condition: {
      StringEquals: { ...StringEquals, [tag]: tenant },
      Null: { [tag]: "false" },
      ...more,
    },
  });

  const statements = tokens.map(({ id, externalId, expiresAt }) =>
    may(TOKEN + id, accounts, "sts:AssumeRole", {
      StringEquals: { "sts:ExternalId": externalId },
      ...(expiresAt !== undefined &&
        { DateLessThan: { "aws:CurrentTime": isoSeconds(expiresAt) } }),
    })
  );
  const named = principals.map((one) => one.split(":")[4]!);
  if (principals.length > 0) {
    statements.push(may(IDENTITY, named, "sts:AssumeRole", {
      ArnLike: { "aws:PrincipalArn": [...principals].sort() },
    }));
  }
  // Taking the role on is decided apart from tagging the session, which knows no external id.
  statements.push(may(TAG, [...accounts, ...named], "sts:TagSession", {
    "ForAllValues:StringEquals": { "aws:TagKeys": [TENANT_TAG] },
  }));
  // Whoever has a source identity keeps it, and AWS asks whether it may.
  statements.push({
    Sid: "SourceIdentity",
    Effect: "Allow",
    Principal: roots([...accounts, ...named]),
    Action: "sts:SetSourceIdentity",
  });
  if (disabled) statements.push(NOBODY);
  return documentOf(statements, "trust", whose(tenant), FIX);
}

/** The tokens that a trust policy names. */
export function trustedTokens(document: Document): TrustedToken[] {
  return document.Statement.filter(({ Sid }) => Sid?.startsWith(TOKEN)).map((statement) => {
    const { StringEquals, DateLessThan } = statement.Condition ?? {};
    const until = DateLessThan?.["aws:CurrentTime"];
    return {
      id: statement.Sid.slice(TOKEN.length),
      externalId: one(StringEquals?.["sts:ExternalId"]),
      ...(until !== undefined && { expiresAt: Date.parse(one(until)) }),
    };
  });
}

/** Whether nobody may log in, whatever else the policy says. */
export const isLoginDisabled = (document: Document): boolean =>
  document.Statement.some(({ Sid }) => Sid === DISABLED);

/** The policy without one token. The rest stays as it is. */
export const withoutToken = (document: Document, id: string): Document => ({
  ...document,
  Statement: document.Statement.filter(({ Sid }) => Sid !== TOKEN + id),
});

/** The policy that lets nobody in, or lets in whom it names. */
export function withLogin(document: Document, tenant: string, enabled: boolean): Document {
  const others = document.Statement.filter(({ Sid }) => Sid !== DISABLED);
  return documentOf(enabled ? others : [...others, NOBODY], "trust", whose(tenant), FIX);
}

function check({ tenant, accounts, principals, tokens }: Trust): void {
  if (!TENANT_NAME.test(tenant)) {
    throw new TenantIamProblem(`Use ${TENANT_NAME_HINT}, not ${JSON.stringify(tenant)}`);
  }
  for (const id of accounts) {
    if (!/^\d{12}$/.test(id)) {
      throw new TenantIamProblem(`Use 12 digits for an account, not ${JSON.stringify(id)}`);
    }
  }
  for (const one of principals) {
    // aws:PrincipalArn of a session is its role's ARN, never the session's own.
    if (!/^arn:aws[a-z-]*:iam::\d{12}:(user|role)\/\S*[^*?/\s]\S*$/.test(one)) {
      throw new TenantIamProblem(
        `Name a user or a role that may log in without a token, such as arn:aws:iam::111122223333:role/ci-*, not ${
          JSON.stringify(one)
        }`,
      );
    }
    if (one.includes("${")) {
      throw new TenantIamProblem(`Leave variables out of ${JSON.stringify(one)}`);
    }
  }
  for (const { id, externalId } of tokens) {
    if (!/^[0-9a-z]{10}$/.test(id) || !/^[0-9a-f]{64}$/.test(externalId)) {
      throw new TenantIamProblem(`The credential "${id}" is none of panka's`);
    }
  }
  if (accounts.length === 0) {
    throw new TenantIamProblem("List an account whose identities may log in with a token");
  }
}

const one = (value: string | string[] | undefined): string => [value ?? ""].flat()[0]!;

const isoSeconds = (at: number): string => new Date(at).toISOString().slice(0, 19) + "Z";
