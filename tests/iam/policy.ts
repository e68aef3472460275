import { type Condition, parseConditions } from "./conditions.ts";
import { Pattern } from "./pattern.ts";

/** Where a policy is attached, which decides what its statements must and must not say. */
export type PolicyKind = "identity" | "resource" | "trust";

/** A policy, read and checked; give it to many evaluations. */
export interface Policy {
  /** For people, in the reasons of decisions. */
  name: string;
  statements: readonly Statement[];
}

export interface Statement {
  sid: string;
  effect: "Allow" | "Deny";
  actions: Pattern[];
  /** NotAction: all but these. */
  otherActions: boolean;
  /** None in a trust policy, where the role is meant. */
  resources?: Pattern[];
  /** NotResource. */
  otherResources: boolean;
  /** By kind (`AWS`, `Service`, `Federated`); none in policies of identities. */
  principals?: Record<string, string[]>;
  conditions: Condition[];
}

/** What AWS refuses as a malformed policy, or what this evaluator doesn't know. */
export class PolicyError extends Error {
  override name = "PolicyError";
}

/**
 * Reads a policy document, strictly: an unknown element, operator or principal throws, so that a
 * slip in a policy is not taken for "does not match".
 *
 * @throws {PolicyError}
 */
export function parsePolicy(
  document: string | object,
  kind: PolicyKind,
  name: string = `${kind} policy`,
): Policy {
  try {
    const policy = typeof document === "string" ? JSON.parse(document) : document;
    only(policy, ["Version", "Id", "Statement"], "policy");
    const version = policy.Version ?? "2008-10-17";
    if (!["2012-10-17", "2008-10-17"].includes(version)) throw new Error(`Version "${version}"`);
    const statements = list<Record<string, unknown>>(policy.Statement);
    // Before 2012, "${…}" was text like any other (IAM User Guide, "Version").
    const variables = version === "2012-10-17";
    return {
      name,
      statements: statements.map((each, i) => parseStatement(each, i, kind, variables)),
    };
  } catch (error) {
    throw new PolicyError(`${name}: ${(error as Error).message}`);
  }
}

function parseStatement(
  json: Record<string, unknown>,
  index: number,
  kind: PolicyKind,
  variables: boolean,
): Statement {
  const sid = String(json.Sid ?? `#${index + 1}`);
  const need = (holds: boolean, what: string) => {
    if (!holds) throw new Error(`statement "${sid}" ${what}`);
  };
  only(json, [
    ...["Sid", "Effect", "Action", "NotAction", "Condition"],
    ...(kind === "trust" ? [] : ["Resource", "NotResource"]),
    ...(kind === "identity" ? [] : ["Principal"]),
  ], `statement "${sid}"`);
  need(json.Effect === "Allow" || json.Effect === "Deny", "has neither Allow nor Deny");
  need(("Action" in json) !== ("NotAction" in json), "needs one of Action and NotAction");
  if (kind !== "trust") {
    need(("Resource" in json) !== ("NotResource" in json), "needs one of Resource and NotResource");
  }
  need(kind === "identity" || json.Principal !== undefined, "has no Principal");

  const actions = list<string>(json.Action ?? json.NotAction);
  for (const action of actions) {
    need(/^(\*|[\w-]+:[\w*?]+)$/.test(action), `has no such action: "${action}"`);
  }
  const resources = kind === "trust"
    ? undefined
    : list<string>(json.Resource ?? json.NotResource).map((text) => parseResource(text, variables));
  return {
    sid,
    effect: json.Effect as "Allow" | "Deny",
    actions: actions.map((action) =>
      new Pattern(action.toLowerCase(), { wildcards: true, variables: false })
    ),
    otherActions: "NotAction" in json,
    resources,
    otherResources: "NotResource" in json,
    principals: kind === "identity" ? undefined : parsePrincipals(json.Principal),
    conditions: parseConditions(json.Condition ?? {}, variables),
  };
}

function parseResource(text: string, variables: boolean): Pattern {
  const pattern = new Pattern(text, { wildcards: true, variables });
  if (text === "*") return pattern;
  if (!/^arn:[^:]+:[^:*?]+:/.test(text)) throw new Error(`"${text}" is no ARN`);
  // IAM User Guide, "Variables and tags", Resource element: only after the fifth colon.
  if (pattern.colonsBeforeVariables.some((colons) => colons < 5)) {
    throw new Error(`"${text}" has a variable before the fifth colon`);
  }
  return pattern;
}

function parsePrincipals(json: unknown): Record<string, string[]> {
  // "*" and {"AWS": "*"} mean the same (IAM User Guide, "Principal").
  if (json === "*") return { AWS: ["*"] };
  const found: Record<string, string[]> = {};
  only(json, ["AWS", "Service", "Federated"], "Principal");
  for (const [kind, names] of Object.entries(json as object)) {
    found[kind] = list<string>(names);
    for (const name of found[kind]!) {
      const known = kind !== "AWS" || name === "*" || /^\d{12}$/.test(name) ||
        /^arn:[\w-]+:(iam|sts)::\d{12}:[^*?]+$/.test(name);
      if (!known) throw new Error(`"${name}" is no principal; parts of a name can't be wildcards`);
    }
  }
  return found;
}

function only(json: unknown, names: string[], where: string): void {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new Error(`${where} is no object`);
  }
  const unknown = Object.keys(json).filter((key) => !names.includes(key));
  if (unknown.length) throw new Error(`${where} has no place for ${unknown.join(", ")}`);
}

function list<T>(value: unknown): T[] {
  const values = Array.isArray(value) ? value : [value];
  if (values.length === 0 || values.includes(undefined)) throw new Error("an element is empty");
  return values as T[];
}
