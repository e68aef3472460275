import { conditionalOnly, tlsOnly } from "../../../src/aws/backend/policy.ts";
import { PLATFORM_PATH, tenantRoleArn, tenantRoleName } from "../../../src/tenant/names.ts";
import type { TenantIamFacts } from "../../../src/tenant/iam/facts.ts";
import { tenantIam } from "../../../src/tenant/iam/tenant_iam.ts";
import { type Decision, evaluate } from "../../iam/evaluate.ts";
import { parsePolicy, type Policy } from "../../iam/policy.ts";
import type { Caller, Context, IamRequest } from "../../iam/request.ts";
import { Seeded } from "../../random.ts";

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
});

/** One question to IAM, whoever asks it. */
export interface Asked {
  action: string;
  /** ARN, or "*". */
  resource: string;
  context?: Context;
}

/** Every tenant's documents but for the trust policy are the same, so that they are read once. */
const made = tenantIam(factsOf("any"));
const read = (documents: Record<string, object>): Policy[] =>
  Object.entries(documents).map(([name, document]) => parsePolicy(document, "identity", name));

const identity = [...read(made.policies), ...read(made.role.inline)];
const unguarded = identity.filter(({ name }) => name !== "panka-tenant-guard");
const [boundary] = read(made.boundary);
const everything = parsePolicy(
  {
    Version: "2012-10-17",
    Statement: [{ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" }],
  },
  "identity",
  "policy that allows all",
);
const bucketPolicy = parsePolicy(
  {
    Version: "2012-10-17",
    Statement: [
      ...made.bucket,
      tlsOnly(BUCKET, "eu-west-1"),
      conditionalOnly(BUCKET, "eu-west-1"),
    ],
  },
  "resource",
  "policy of the bucket",
);
const keyPolicy = parsePolicy(
  {
    Version: "2012-10-17",
    Statement: [{
      Sid: "Account",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
      Action: "kms:*",
      Resource: "*",
    }],
  },
  "resource",
  "policy of the key",
);

/** A session of a tenant's role, as a login gives it. */
export const sessionOf = (tenant: string): Caller => ({
  kind: "role",
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${tenantRoleName(tenant)}/ada`,
  roleArn: tenantRoleArn(ACCOUNT, tenant),
  account: ACCOUNT,
  userId: "AROATENANT:ada",
  tags: { [TAG]: tenant },
  issuedAt: Date.parse("2026-01-01T00:00:00Z"),
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

/**
 * What IAM says; of a workload, though its own policies allow everything.
 *
 * @param amid what else is there: `overfed`, somebody has given the tenant's role a policy that allows everything;
 * `bare`, somebody has taken away the bucket's policy and the guard
 */
export function decide(
  caller: Caller,
  { action, resource, context }: Asked,
  amid?: "overfed" | "bare",
): Decision {
  const request: IamRequest = {
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
  };
  const stored = /^arn:aws:s3:::platform-state(\/|$)/.test(resource) && amid !== "bare"
    ? bucketPolicy
    : action.startsWith("kms:")
    ? keyPolicy
    : undefined;
  return evaluate(
    request,
    caller.roleArn?.includes(PLATFORM_PATH)
      ? {
        identity: amid === "overfed"
          ? [...identity, everything]
          : amid === "bare"
          ? unguarded
          : identity,
        resource: stored,
      }
      : { identity: [everything], boundary, resource: stored },
  );
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

/**
 * Takes `count` random requests, each from a seed of its own; the message names the seed, and the request without
 * the keys that don't matter.
 *
 * @param next a caller and what is asked
 */
export function always(
  allowed: boolean,
  count: number,
  next: (random: Seeded) => { caller: Caller; asked: Asked; amid?: "overfed" | "bare" },
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
