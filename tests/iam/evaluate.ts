import { callerKeys, type IamRequest, Keys } from "./request.ts";
import type { Policy, Statement } from "./policy.ts";
import { type Naming, naming } from "./principals.ts";

/** All that applies to a request. */
export interface Policies {
  /** Of the user or role. */
  identity?: readonly Policy[];
  /** Its permissions boundary. */
  boundary?: Policy;
  /** Given to AssumeRole. */
  session?: readonly Policy[];
  /** Of the bucket, table or key; the trust policy for sts:AssumeRole. */
  resource?: Policy;
}

export interface Decision {
  allowed: boolean;
  /** Which statement decided, or what was missing. */
  why: string;
  /** Of a refusal, what AWS tells of it: which type of policy, and whether a Deny stands there. */
  refusedBy?: { type: PolicyType; explicit: boolean };
}

export type PolicyType =
  | "identity-based policy"
  | "permissions boundary"
  | "session policy"
  | "resource-based policy";

/** Actions that a resource's policy must allow even in the account of the caller. */
const RESOURCE_DECIDES = /^(kms:|sts:(assumerole|tagsession|setsourceidentity))/i;

/**
 * What AWS would answer (IAM User Guide, "Policy evaluation logic" and "Cross-account policy
 * evaluation logic"), without organizations and their control policies.
 */
export function evaluate(request: IamRequest, policies: Policies): Decision {
  const keys = new Keys(request.context ?? {}, callerKeys(request.caller));
  for (const [type, list] of byType(policies)) {
    for (const policy of list) {
      const sid = find(policy, "Deny", request, keys)?.sid;
      if (sid) return refused(type, `${policy.name} denies it by statement "${sid}"`, true);
    }
  }

  const { caller } = request;
  const resource = policies.resource && find(policies.resource, "Allow", request, keys);
  const granted = resource && `${policies.resource!.name} allows it by statement "${resource.sid}"`;
  const sameAccount = caller.account === request.account;
  const decides = RESOURCE_DECIDES.test(request.action);
  if (!granted && (!sameAccount || decides)) {
    const account = sameAccount ? "" : ` of account ${request.account}`;
    const name = policies.resource?.name ?? `policy of ${request.resource}`;
    return refused("resource-based policy", `no statement of the ${name}${account} allows it`);
  }
  const own = sameAccount || caller.account === undefined;
  if (own && resource?.naming === "self") return { allowed: true, why: granted! };
  if (caller.kind === "root") return { allowed: true, why: granted ?? "root of the account" };

  const reasons: string[] = [];
  if (own && resource?.naming === "role") reasons.push(granted!);
  else {
    const identity = firstAllow(policies.identity ?? [], request, keys);
    if (!identity) {
      return refused("identity-based policy", `no identity policy allows ${asked(request)}`);
    }
    reasons.push(...[granted, identity].filter((reason) => reason !== undefined));
  }
  for (const [type, limit] of byType(policies)) {
    if (type !== "permissions boundary" && type !== "session policy") continue;
    const allow = firstAllow(limit, request, keys);
    if (!allow) return refused(type, `the ${type} does not allow ${asked(request)}`);
    reasons.push(allow);
  }
  return { allowed: true, why: reasons.join("; ") };
}

function byType(
  { identity, boundary, session, resource }: Policies,
): [PolicyType, readonly Policy[]][] {
  const found: [PolicyType, readonly Policy[]][] = [["identity-based policy", identity ?? []]];
  if (resource) found.push(["resource-based policy", [resource]]);
  if (boundary) found.push(["permissions boundary", [boundary]]);
  if (session?.length) found.push(["session policy", session]);
  return found;
}

function refused(type: PolicyType, why: string, explicit = false): Decision {
  return { allowed: false, why, refusedBy: { type, explicit } };
}

function asked({ action, resource }: IamRequest): string {
  return `${action} on ${resource}`;
}

function firstAllow(
  policies: readonly Policy[],
  request: IamRequest,
  keys: Keys,
): string | undefined {
  for (const policy of policies) {
    const found = find(policy, "Allow", request, keys);
    if (found) return `${policy.name} allows it by statement "${found.sid}"`;
  }
}

interface Found {
  sid: string;
  naming: Naming;
}

const CLOSENESS: Naming[] = ["self", "role", "account"];

/** The statement that applies; of several, the one that names the caller most closely. */
function find(
  policy: Policy,
  effect: Statement["effect"],
  request: IamRequest,
  keys: Keys,
): Found | undefined {
  let best: Found | undefined;
  for (const statement of policy.statements) {
    if (statement.effect !== effect || !applies(statement, request, keys)) continue;
    const how = statement.principals ? naming(statement.principals, request.caller) : "self";
    if (how && (!best || CLOSENESS.indexOf(how) < CLOSENESS.indexOf(best.naming))) {
      best = { sid: statement.sid, naming: how };
    }
  }
  return best;
}

/** Whether a statement is about a request, whatever its effect and principals. */
export function applies(statement: Statement, request: IamRequest, keys: Keys): boolean {
  const action = request.action.toLowerCase();
  if (statement.actions.some((each) => each.matches(action, keys)) === statement.otherActions) {
    return false;
  }
  // A "*" in a resource crosses slashes, and colons too (IAM User Guide, "Resource": it may when
  // it ends a part); taken so everywhere, as the widest reading.
  const resources = statement.resources?.some((each) => each.matches(request.resource, keys));
  if (resources !== undefined && resources === statement.otherResources) return false;
  return statement.conditions.every((condition) => condition.holds(keys));
}
