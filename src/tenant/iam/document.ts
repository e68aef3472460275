import { TENANT_TAG } from "../names.ts";

/** Conditions of a statement: operator → key → value or alternatives. */
export type Conditions = Record<string, Record<string, string | string[]>>;

/** One statement of an IAM policy. */
export interface Statement {
  Sid: string;
  Effect: "Allow" | "Deny";
  Principal?: "*" | { AWS: string | string[] };
  Action?: string | string[];
  NotAction?: string | string[];
  Resource?: string | string[];
  NotResource?: string | string[];
  Condition?: Conditions;
}

/** An IAM policy, as data. */
export interface Document {
  Version: "2012-10-17";
  Statement: Statement[];
}

/** A tenant's documents can't be made, or AWS would refuse them; the message says what to change. */
export class TenantIamProblem extends Error {
  override name = "TenantIamProblem";
}

/** The tenant of whoever asks: the tag of the session, or of a workload's role. */
export const OWN = `\${aws:PrincipalTag/${TENANT_TAG}}`;

/** The tag of the thing asked about is the asker's tenant. */
export const OWNED: Conditions = { StringEquals: { [`aws:ResourceTag/${TENANT_TAG}`]: OWN } };

/** What is made is tagged as the asker's tenant's. */
export const MADE: Conditions = { StringEquals: { [`aws:RequestTag/${TENANT_TAG}`]: OWN } };

/** AWS itself asks for the caller, in the course of another request. */
export const THROUGH_AWS: Conditions = { Bool: { "aws:ViaAWSService": "true" } };

export const allow = (
  Sid: string,
  Action: string | string[],
  Resource: string | string[],
  Condition?: Conditions,
): Statement => ({ Sid, Effect: "Allow", Action, Resource, ...(Condition && { Condition }) });

export const deny = (
  Sid: string,
  Action: string | string[],
  Resource: string | string[],
  Condition?: Conditions,
): Statement => ({ ...allow(Sid, Action, Resource, Condition), Effect: "Deny" });

/** IAM's quotas in characters, white space not counted: IAM User Guide, "IAM and AWS STS quotas". */
export const QUOTA = { trust: 2048, managed: 6144, inline: 10240 } as const;

/** What IAM counts of a document. */
export const sizeOf = (document: Document): number =>
  JSON.stringify(document).replace(/\s/g, "").length;

/**
 * The document of these statements.
 *
 * @param what names it to people: "trust policy of ..."
 * @throws TenantIamProblem where it is longer than IAM takes
 */
export function documentOf(
  statements: Statement[],
  quota: keyof typeof QUOTA,
  what: string,
  fix = "name fewer things in it",
): Document {
  const document: Document = { Version: "2012-10-17", Statement: statements };
  const size = sizeOf(document);
  if (size > QUOTA[quota]) {
    throw new TenantIamProblem(
      `The ${what} has ${size} characters, and IAM takes ${QUOTA[quota]}; ${fix}`,
    );
  }
  return document;
}
