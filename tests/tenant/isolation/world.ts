import { conditionalOnly, tlsOnly } from "../../../src/aws/backend/policy.ts";
import { PLATFORM_PATH, tenantRoleArn, tenantRoleName } from "../../../src/tenant/names.ts";
import type { Document } from "../../../src/tenant/iam/document.ts";
import type { TenantIamFacts } from "../../../src/tenant/iam/facts.ts";
import { tenantIam } from "../../../src/tenant/iam/tenant_iam.ts";
import { type Decision, evaluate, type Policies } from "../../iam/evaluate.ts";
import { parsePolicy, type Policy, type PolicyKind } from "../../iam/policy.ts";
import type { Caller, Context, IamRequest } from "../../iam/request.ts";
import { Seeded } from "../../random.ts";
import { HERE } from "./standing.ts";

export const ACCOUNT = "111122223333";
export const BUCKET = "platform-state";
export const TABLE = "platform-locks";
export const STATE_KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/state`;
export const TAG = "panka:tenant";

export const factsOf = (tenant: string): TenantIamFacts => ({
  tenant,
  accountId: ACCOUNT,
  backend: { bucket: BUCKET, table: TABLE, region: "eu-west-1" },
  kmsKeyArn: STATE_KEY,
  zones: ["ZOWN"],
  place: HERE,
});

/** A document as it is generated, and what it is attached to. */
export interface Made {
  document: Document;
  kind: PolicyKind;
}

/** One question to IAM, whoever asks it. */
export interface Asked {
  action: string;
  /** ARN, or "*". */
  resource: string;
  context?: Context;
}

/** When sessions were ended of a role that is `revoked`. */
const REVOKED_AT = "2025-12-01T00:00:00Z";

/** Every tenant's documents but for the trust policy are the same, so that they are read once. */
const made = tenantIam(factsOf("any"), Date.parse(REVOKED_AT));
/** The documents as they are generated, by the policies that are made of them. */
export const generated = new Map<Policy, Made>();
const read = (documents: Record<string, object>, kind: PolicyKind = "identity"): Policy[] =>
  Object.entries(documents).map(([name, document]) => {
    const policy = parsePolicy(document, kind, name);
    generated.set(policy, { document: document as Document, kind });
    return policy;
  });

const identity = read({ ...made.policies, ...made.role.inline });
const unguarded = identity.filter(({ name }) => name !== "panka-tenant-guard");
const [boundary] = read(made.boundary);
const [suspended, revoked] = read(made.inNeed);
const [bucketPolicy] = read({
  "policy of the bucket": {
    Version: "2012-10-17",
    Statement: [
      ...made.bucket,
      tlsOnly(BUCKET, "eu-west-1"),
      conditionalOnly(BUCKET, "eu-west-1"),
    ],
  },
}, "resource");
const everything = parsePolicy(
  {
    Version: "2012-10-17",
    Statement: [{ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" }],
  },
  "identity",
  "policy that allows all",
);
const attached = (name: string, action: string, principal: object | string): Policy =>
  parsePolicy(
    {
      Version: "2012-10-17",
      Statement: [{
        Effect: "Allow",
        Principal: principal,
        Action: action,
        ...!action.startsWith("sts") && { Resource: "*" },
      }],
    },
    action.startsWith("sts") ? "trust" : "resource",
    name,
  );
const openToAll = attached("everybody's bucket", "s3:*", "*");
const account = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
/** What leaves it to the policies of identities. */
const ACCOUNT_DECIDES: Record<string, Policy> = {
  kms: attached("policy of the key", "kms:*", account),
  sts: attached("trust policy of a role", "sts:*", account),
};

/** A session of a tenant's role, as a login gives it. */
export const sessionOf = (tenant: string, at = "2026-01-01T00:00:00Z"): Caller => ({
  kind: "role",
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${tenantRoleName(tenant)}/ada`,
  roleArn: tenantRoleArn(ACCOUNT, tenant),
  account: ACCOUNT,
  userId: "AROATENANT:ada",
  tags: { [TAG]: tenant },
  issuedAt: Date.parse(at),
});

/** A session of a role that a tenant's deployment made. @param tag session tags win over the role's */
export const workloadOf = (tenant: string, tag = tenant): Caller => ({
  kind: "role",
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${tenant}-dev-shop-fn/fn`,
  roleArn: `arn:aws:iam::${ACCOUNT}:role/panka/${tenant}/${tenant}-dev-shop-fn`,
  account: ACCOUNT,
  userId: "AROAWORKLOAD:fn",
  tags: { [TAG]: tag },
});

/** Somebody who is no tenant: of the platform's team, or of another account. */
export const somebody = (account = ACCOUNT): Caller => ({
  kind: "user",
  arn: `arn:aws:iam::${account}:user/ada`,
  account,
  userId: "AIDAADA",
});

/** A service of AWS's, such as one that delivers logs. */
export const SERVICE: Caller = { kind: "service", arn: "logging.s3.amazonaws.com" };

/**
 * What else is there: `overfed`, somebody has given the tenant's role a policy that allows everything; `bare`, somebody
 * has taken away the bucket's policy and the guard; `open`, `overfed` without the guard, and somebody has opened the
 * bucket to all; `suspended` and `revoked`, as the tenant's role then is.
 */
export type Amid = "overfed" | "bare" | "open" | "suspended" | "revoked";

/** What IAM says; of a workload, though its own policies allow everything. */
export const decide = (caller: Caller, asked: Asked, amid?: Amid): Decision =>
  evaluate(requestOf(caller, asked), policiesFor(caller, asked, amid));

export const requestOf = (caller: Caller, { action, resource, context }: Asked): IamRequest => ({
  caller,
  action,
  resource,
  account: ACCOUNT,
  context: {
    "aws:SecureTransport": "true",
    "aws:ResourceAccount": ACCOUNT,
    "s3:ResourceAccount": ACCOUNT,
    ...context,
  },
});

/** @param swap gives a policy to take instead of a generated one */
export function policiesFor(
  caller: Caller,
  { action, resource }: Asked,
  amid?: Amid,
  swap = (policy: Policy): Policy => policy,
): Policies {
  const inBucket = /^arn:aws:s3:::platform-state(\/|$)/.test(resource) && amid !== "bare";
  const service = action.split(":")[0]!;
  const stored = inBucket ? swap(bucketPolicy!) : ACCOUNT_DECIDES[service];
  const ofResource = inBucket && amid === "open"
    ? { ...stored!, statements: [...stored!.statements, ...openToAll.statements] }
    : stored;
  if (!caller.roleArn?.includes("/panka")) {
    return { identity: [everything], resource: ofResource };
  }
  if (!caller.roleArn.includes(PLATFORM_PATH)) {
    return { identity: [everything], boundary: swap(boundary!), resource: ofResource };
  }
  const more = { overfed: everything, open: everything, suspended, revoked, bare: undefined };
  const last = amid && more[amid];
  const given = amid === "bare" || amid === "open" ? unguarded : identity;
  return {
    identity: [...given, ...last ? [last] : []].map(swap),
    resource: ofResource,
  };
}

/** ARN in the platform's account; a service that has no regions gets none. */
export function arn(service: string, rest: string, region = "eu-west-1"): string {
  const where = ["iam", "cloudfront"].includes(service) ? "" : region;
  return `arn:aws:${service}:${where}:${ACCOUNT}:${rest}`;
}

export const tagged = (tenant: string): Context => ({ [`aws:ResourceTag/${TAG}`]: tenant });

/** Keys of a request that gives tags. */
export const tagging = (tags: Record<string, string>): Context => ({
  "aws:TagKeys": Object.keys(tags),
  ...Object.fromEntries(
    Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value]),
  ),
});

const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789".split("");

/** A tenant's name. */
export function tenantName(random: Seeded): string {
  const part = () =>
    Array.from({ length: 1 + random.below(8) }, () => random.pick(LETTERS)).join("");
  return ["t" + part(), ...Array.from({ length: random.below(3) }, part)].join("-");
}

/** Somebody asks something. */
export interface Question {
  caller: Caller;
  asked: Asked;
  amid?: Amid;
}

/**
 * Takes `count` random questions, each from a seed of its own; the message names the seed, and the request without
 * the keys that don't matter.
 */
export function always(
  allowed: boolean,
  count: number,
  next: (random: Seeded) => Question,
): void {
  const given = Deno.env.get("SEED");
  const start = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);
  for (let seed = start; seed < start + (given === undefined ? count : 1); seed++) {
    const { caller, asked, amid } = next(new Seeded(seed));
    if (decide(caller, asked, amid).allowed === allowed) continue;
    const small = smallest(asked, (one) => decide(caller, one, amid).allowed !== allowed);
    const decision = decide(caller, small, amid);
    throw new Error(
      `SEED=${seed}: ${caller.arn} ${JSON.stringify(caller.tags)} ${
        JSON.stringify(small)
      }: ${decision.why}`,
    );
  }
}

/** The request without what it is as wrong without. */
function smallest(asked: Asked, wrong: (asked: Asked) => boolean): Asked {
  let small = asked;
  for (const key of Object.keys(asked.context ?? {})) {
    const { [key]: _, ...context } = small.context!;
    if (wrong({ ...small, context })) small = { ...small, context };
  }
  return small;
}
