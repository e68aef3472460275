import { canonicalPolicy, withStatements } from "../../aws/backend/policy.ts";
import { AwsError } from "../../aws/errors.ts";
import { type Iam, isNoSuchEntity, type Role } from "../../aws/iam.ts";
import type { S3Bucket } from "../../aws/s3_bucket.ts";
import type { Clock } from "../../ports/clock.ts";
import { PLATFORM_PATH } from "../names.ts";
import type { Document } from "./document.ts";
import { policyArn, type TenantIamFacts } from "./facts.ts";
import { NETWORK, ZONES } from "./suspension.ts";
import { type TenantIam, tenantIam } from "./tenant_iam.ts";
import { isLoginDisabled, trustedTokens, withLogin } from "./trust.ts";

/** A call to AWS, for people to read before it is made. */
export interface IamCall {
  operation: string;
  /** `role panka-tenant-a`, `policy panka-tenant-state`, `s3://bucket`. */
  resource: string;
  why: string;
  /** The document that is sent. */
  document?: Document | { Statement: unknown[] };
}

export interface IamEvent {
  type: "call";
  call: IamCall;
  outcome: "made" | "unchanged" | "planned";
}

export interface InstallPorts {
  iam: Iam;
  /** The bucket of the state. */
  bucket: S3Bucket;
  clock: Clock;
  emit: (event: IamEvent) => void;
}

interface Step {
  call: IamCall;
  isDone(signal?: AbortSignal): Promise<boolean>;
  run(signal?: AbortSignal): Promise<void>;
}

/**
 * Makes all that isolates a tenant, or mends what is there: also after a crash half way, and as often as one likes.
 * Tokens that the role trusts stay where the facts name none; so does a login that was disabled, and what others have
 * attached to the role.
 *
 * @param options.dryRun only tells what would be done; nothing is written
 * @throws TenantIamProblem, AwsError, NoAnswer
 */
export async function installTenantRole(
  { iam, bucket, clock, emit }: InstallPorts,
  facts: TenantIamFacts,
  options: { dryRun?: boolean } = {},
  signal?: AbortSignal,
): Promise<{ made: number }> {
  const found = await iam.getRole(tenantIam({ ...facts, tokens: [] }).role.name, signal);
  const trusted: Document | undefined = found && JSON.parse(found.trust);
  const tokens = facts.tokens ?? (trusted ? trustedTokens(trusted) : []);
  const wanted = tenantIam({ ...facts, tokens });
  if (trusted && isLoginDisabled(trusted)) {
    wanted.role.trust = withLogin(wanted.role.trust, facts.tenant, false);
  }
  let made = 0;
  // The bucket's policy and the guard come before anything that allows.
  const steps = [
    bucketStep(bucket, wanted),
    ...policySteps(iam, facts, wanted),
    ...roleSteps(iam, facts, wanted),
  ];
  for (const { call, isDone, run } of steps) {
    const done = await isDone(signal);
    if (!done && !options.dryRun) {
      await patiently(() => run(signal), clock, signal);
      made++;
    }
    emit({ type: "call", call, outcome: done ? "unchanged" : options.dryRun ? "planned" : "made" });
  }
  return { made };
}

function bucketStep(bucket: S3Bucket, { bucket: statements }: TenantIam): Step {
  const read = async (signal?: AbortSignal) => {
    const text = await bucket.get("policy", signal);
    return text === undefined ? undefined : JSON.parse(text);
  };
  const with_ = (policy: Parameters<typeof withStatements>[0]) =>
    withStatements(policy, statements as unknown as Parameters<typeof withStatements>[1]);
  return {
    call: {
      operation: "PutBucketPolicy",
      resource: `s3://${bucket.name}`,
      why: "keeps each tenant to its own folder, and what was audited as it is",
      document: with_(undefined),
    },
    async isDone(signal) {
      const policy = await read(signal);
      return policy !== undefined && canonicalPolicy(policy) === canonicalPolicy(with_(policy));
    },
    async run(signal) {
      await bucket.put("policy", JSON.stringify(with_(await read(signal))), signal);
    },
  };
}

function policySteps(iam: Iam, facts: TenantIamFacts, wanted: TenantIam): Step[] {
  return Object.entries({ ...wanted.boundary, ...wanted.policies }).map(([name, document]) => {
    const arn = policyArn(facts.accountId, name, facts.partition);
    const text = JSON.stringify(document);
    return {
      call: {
        operation: "CreatePolicy",
        resource: `policy ${name}`,
        why: WHY[name] ?? "holds for every tenant",
        document,
      },
      isDone: async (signal) => isSame(await iam.getPolicy(arn, signal), document),
      async run(signal) {
        if (await iam.getPolicy(arn, signal) === undefined) {
          const description = `panka: ${WHY[name]}`;
          await iam.createPolicy({ name, path: PLATFORM_PATH, document: text, description }, signal)
            .catch(unless("EntityAlreadyExists"));
          if (isSame(await iam.getPolicy(arn, signal), document)) return;
        }
        const versions = await iam.policyVersions(arn, signal);
        if (versions.length >= 5) {
          const [oldest] = versions.filter(({ isDefault }) => !isDefault)
            .sort((a, b) => a.createdAt - b.createdAt || number(a.id) - number(b.id));
          await iam.deletePolicyVersion(arn, oldest!.id, signal);
        }
        await iam.createPolicyVersion(arn, text, signal);
      },
    };
  });
}

const number = (versionId: string): number => Number(versionId.replace(/\D/g, ""));

const WHY: Record<string, string> = {
  "panka-tenant-state": "a tenant reaches its own state, locks and engine keys",
  "panka-tenant-names": "deployments reach what is named as their tenant's",
  "panka-tenant-tags": "deployments reach what is tagged as their tenant's",
  "panka-tenant-roles": "deployments make roles of their tenant, inside the boundary",
  "panka-tenant-reads": "deployments ask what AWS tells of a whole account only",
  "panka-tenant-guard": "no tenant reaches another or the platform, whatever it is allowed",
  "panka-tenant-boundary": "workloads reach what is their tenant's, whatever they are allowed",
};

function roleSteps(iam: Iam, facts: TenantIamFacts, wanted: TenantIam): Step[] {
  const { name, path, tags, maxSessionDuration, trust, inline } = wanted.role;
  const resource = `role ${name}`;
  // A role that is still to be made is made like that.
  const is = async (check: (role: Role) => boolean, signal?: AbortSignal) => {
    const role = await iam.getRole(name, signal);
    return role === undefined || check(role);
  };
  const steps: Step[] = [{
    call: { operation: "CreateRole", resource, why: "a login ends in this role", document: trust },
    isDone: async (signal) => await iam.getRole(name, signal) !== undefined,
    run: (signal) =>
      iam.createRole({
        name,
        path,
        trust: JSON.stringify(trust),
        description: `panka: what tenant ${facts.tenant} may do`,
        maxSessionDuration,
        tags,
      }, signal).catch(unless("EntityAlreadyExists")),
  }, {
    call: {
      operation: "UpdateAssumeRolePolicy",
      resource,
      why: "says who may log in",
      document: trust,
    },
    isDone: (signal) => is((role) => isSame(role.trust, trust), signal),
    run: (signal) => iam.setTrust(name, JSON.stringify(trust), signal),
  }, {
    call: { operation: "UpdateRole", resource, why: "lets a login last twelve hours" },
    isDone: (signal) => is((role) => role.maxSessionDuration === maxSessionDuration, signal),
    run: (signal) => iam.setMaxSession(name, maxSessionDuration, signal),
  }, {
    call: { operation: "TagRole", resource, why: "says whose it is and where state is kept" },
    isDone: (signal) =>
      is((role) => Object.entries(tags).every(([key, value]) => role.tags[key] === value), signal),
    run: (signal) => iam.tagRole(name, tags, signal),
  }];
  const inlineStep = (policy: string, why: string): Step => {
    const document = inline[policy];
    const operation = document ? "PutRolePolicy" : "DeleteRolePolicy";
    return {
      call: { operation, resource, why, document },
      async isDone(signal) {
        const there = await iam.getInline(name, policy, signal);
        return document ? isSame(there, document) : there === undefined;
      },
      run: (signal) =>
        document
          ? iam.putInline(name, policy, JSON.stringify(document), signal)
          : iam.deleteInline(name, policy, signal),
    };
  };
  // What denies comes first.
  steps.push(inlineStep(NETWORK, "says in which network the tenant places things"));
  for (const policy of Object.keys(wanted.policies).reverse()) {
    const arn = policyArn(facts.accountId, policy, facts.partition);
    steps.push({
      call: { operation: "AttachRolePolicy", resource, why: WHY[policy] ?? policy },
      isDone: async (signal) => (await attached(iam, name, signal)).includes(arn),
      run: (signal) => iam.attach(name, arn, signal),
    });
  }
  steps.push(inlineStep(ZONES, "says in which hosted zones the tenant writes records"));
  return steps;
}

async function attached(iam: Iam, role: string, signal?: AbortSignal): Promise<string[]> {
  try {
    return await iam.attachedPolicies(role, signal);
  } catch (error) {
    if (isNoSuchEntity(error)) return [];
    throw error;
  }
}

const isSame = (text: string | undefined, document: Document): boolean =>
  text !== undefined && canonicalPolicy(JSON.parse(text)) === canonicalPolicy(document);

const unless = (code: string) => (error: unknown): void => {
  if (!(error instanceof AwsError && error.code === code)) throw error;
};

/** Milliseconds between tries, and tries: half a minute, where IAM says some seconds. */
const PAUSE_MS = 1500;
const TRIES = 20;

/** Again while IAM does not yet know everywhere what was made, or somebody else is changing the same. */
export async function patiently<T>(
  task: () => Promise<T>,
  clock: Clock,
  signal?: AbortSignal,
): Promise<T> {
  for (let tries = 1;; tries++) {
    try {
      return await task();
    } catch (error) {
      const early = error instanceof AwsError &&
        ["NoSuchEntity", "ConcurrentModification", "DeleteConflict"].includes(error.code);
      if (!early || tries >= TRIES) throw error;
      await clock.sleep(PAUSE_MS, signal);
    }
  }
}
