import type { Document } from "../../../src/tenant/iam/document.ts";
import { trustPolicy } from "../../../src/tenant/iam/trust.ts";
import { tenantRoleArn } from "../../../src/tenant/names.ts";
import { evaluate } from "../../iam/evaluate.ts";
import { parsePolicy, type Policy } from "../../iam/policy.ts";
import type { Caller, Context } from "../../iam/request.ts";
import type { Seeded } from "../../random.ts";
import { ACCOUNT, sessionOf, TAG, tagging, workloadOf } from "./world.ts";

const PEOPLE = "222222222222";
const identity = [parsePolicy({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:*", Resource: "*" }],
}, "identity")];
const hex = (random: Seeded) =>
  Array.from({ length: 64 }, () => random.below(16).toString(16)).join("");

/** A tenant, how its members log in, and the trust policy of its role. */
export interface Trusted {
  name: string;
  externalId: string;
  /** ARN of the role that needs no token. */
  ci: string;
  document: Document;
  trust: Policy;
}

export function aTenant(random: Seeded, name: string): Trusted {
  const externalId = hex(random);
  const ci = `arn:aws:iam::${PEOPLE}:role/ci-${name}`;
  const document = trustPolicy({
    tenant: name,
    accounts: [ACCOUNT, PEOPLE],
    principals: [ci],
    tokens: [{ id: "a".repeat(10), externalId, expiresAt: Date.parse("2027-01-01T00:00:00Z") }],
  });
  return { name, externalId, ci, document, trust: parsePolicy(document, "trust") };
}

const role = (arn: string): Caller => ({
  kind: "role",
  arn: arn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/") + "/run",
  roleArn: arn,
  account: arn.split(":")[4],
});

/** Somebody wants a tenant's role. */
export interface Login {
  caller: Caller;
  context: Context;
}

/**
 * Whether STS would hand out a session: the role is taken on, and tags and a source identity are allowed where there are.
 */
export function admitted(tenant: Trusted, { caller, context }: Login, trust = tenant.trust) {
  const actions = [
    "sts:AssumeRole",
    ...("aws:TagKeys" in context ? ["sts:TagSession"] : []),
    ...("sts:SourceIdentity" in context ? ["sts:SetSourceIdentity"] : []),
  ];
  return actions.every((action) =>
    evaluate({
      caller,
      action,
      resource: tenantRoleArn(ACCOUNT, tenant.name),
      account: ACCOUNT,
      context: { "aws:CurrentTime": "2026-06-01T00:00:00Z", ...context },
    }, { identity, resource: trust }).allowed
  );
}

/** Logins into a tenant that have one answer; another tenant has to do with some. */
export const LOGINS: Record<
  string,
  { allowed: boolean; next(random: Seeded, tenant: Trusted, other: Trusted): Login }
> = {
  "trustPolicy() lets a tenant's members in, by its token or their identity": {
    allowed: true,
    next(random, { name, externalId, ci }) {
      const tags = {
        ...tagging({ [TAG]: name }),
        ...random.below(2) && { "sts:SourceIdentity": "ada" },
      };
      if (random.below(2)) return { caller: role(ci), context: tags };
      const caller = role(`arn:aws:iam::${random.pick([ACCOUNT, PEOPLE])}:role/dev`);
      return { caller, context: { ...tags, "sts:ExternalId": externalId } };
    },
  },
  "trustPolicy() lets nobody in with another tenant's token, identity or tag": {
    allowed: false,
    next(random, { name, externalId, ci }, other) {
      const caller = random.pick([
        role(`arn:aws:iam::${PEOPLE}:role/dev`),
        role(other.ci),
        role(`${ci}-x`),
        role(`arn:aws:iam::999999999999:role/ci-${name}`),
        sessionOf(other.name),
        workloadOf(other.name),
        workloadOf(other.name, name),
      ]);
      const tags = random.pick<Context>([
        {},
        tagging({ [TAG]: other.name }),
        tagging({ [TAG]: name }),
        tagging({ [TAG]: "*" }),
        tagging({ [TAG]: name, "panka:stack": "x" }),
        tagging({ "Panka:Tenant": name, [TAG]: name }),
        tagging({ "panka:tenants": name }),
      ]);
      const ids = [undefined, other.externalId, "", "*", externalId.toUpperCase() + "x"];
      const given = random.pick(ids);
      const context = {
        ...tags,
        ...given !== undefined && { "sts:ExternalId": given },
        ...random.below(2) && { "sts:TransitiveTagKeys": [TAG] },
        ...random.below(2) && { "sts:SourceIdentity": "ada" },
      };
      return { caller, context };
    },
  },
  "trustPolicy() lets the right token in with no other tag than the tenant's, and not when it has expired":
    {
      allowed: false,
      next(random, { name, externalId }, other) {
        const token = { "sts:ExternalId": externalId };
        const context = random.pick<Context>([
          token,
          { ...token, ...tagging({ [TAG]: other.name }) },
          { ...token, ...tagging({ [TAG]: name, team: "x" }) },
          { ...token, ...tagging({ [TAG]: name }), "aws:CurrentTime": "2027-01-01T00:00:00Z" },
        ]);
        return { caller: role(`arn:aws:iam::${PEOPLE}:role/dev`), context };
      },
    },
  "trustPolicy() lets the right identity in with no other tag than the tenant's": {
    allowed: false,
    next(random, { name, ci }, other) {
      const tags: Record<string, string>[] = [
        {},
        { [TAG]: other.name },
        { [TAG]: name, team: "x" },
      ];
      return { caller: role(ci), context: tagging(random.pick(tags)) };
    },
  },
};
