import { partition } from "../../ports/partition.ts";

/** A statement of a bucket's policy. */
export interface Statement {
  Sid?: string;
  [field: string]: unknown;
}

export interface Policy {
  Version: string;
  Statement: Statement[];
}

export const TLS_ONLY = "PankaTlsOnly";
export const CONDITIONAL_ONLY = "PankaConditionalWritesOnly";

/** Refuses every request that is not over TLS. */
export function tlsOnly(bucket: string, region: string): Statement {
  const arn = bucketArn(bucket, region);
  return {
    Sid: TLS_ONLY,
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

/** Refuses to write state without saying what is to be replaced: old programs and people in a hurry are fenced too. */
export function conditionalOnly(bucket: string, region: string): Statement {
  const arn = bucketArn(bucket, region);
  return {
    Sid: CONDITIONAL_ONLY,
    Effect: "Deny",
    Principal: "*",
    Action: "s3:PutObject",
    Resource: [`${arn}/v1/stacks/*/state.json`, `${arn}/tenants/*/v1/stacks/*/state.json`],
    Condition: {
      Null: { "s3:if-match": "true", "s3:if-none-match": "true" },
      // Parts of a multipart upload create no object, and can't be conditional; its completion can.
      Bool: { "s3:ObjectCreationOperation": "true" },
    },
  };
}

/** The policy with these statements in place of those of the same Sid; the others stay as they are. */
export function withStatements(policy: Policy | undefined, statements: Statement[]): Policy {
  const sids = new Set(statements.map(({ Sid }) => Sid));
  const others = policy?.Statement.filter(({ Sid }) => !sids.has(Sid)) ?? [];
  return { Version: "2012-10-17", ...policy, Statement: [...others, ...statements] };
}

/** The policy without the statement of that Sid. */
export function withoutStatement(policy: Policy, sid: string): Policy {
  return { ...policy, Statement: policy.Statement.filter(({ Sid }) => Sid !== sid) };
}

/** Whether the policy has this very statement, whatever the order of its fields. */
export function hasStatement(policy: Policy | undefined, statement: Statement): boolean {
  const wanted = canonicalPolicy(statement);
  return policy?.Statement.some((one) => canonicalPolicy(one) === wanted) ?? false;
}

/** `arn:aws:s3:::bucket`, in the region's partition. */
export function bucketArn(bucket: string, region: string): string {
  return `arn:${partition(region)}:s3:::${bucket}`;
}

/** A policy as text that is equal for equal policies: AWS gives a list of one back as its element, and "*" as {"AWS": "*"}. */
export function canonicalPolicy(value: unknown): string {
  if (Array.isArray(value)) {
    return value.length === 1
      ? canonicalPolicy(value[0])
      : `[${value.map(canonicalPolicy).sort().join()}]`;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  if (fields.length === 1 && fields[0]![0] === "AWS") return canonicalPolicy(fields[0]![1]);
  return `{${fields.map(([name, inner]) => `${name}:${canonicalPolicy(inner)}`).join()}}`;
}
