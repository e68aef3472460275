/** Who asks, as IAM sees it. */
export interface Caller {
  kind: "user" | "role" | "root" | "service" | "federated" | "anonymous";
  /**
   * A user's ARN; of a role, that of the session (`arn:aws:sts::…:assumed-role/name/session`);
   * of a service, its name (`lambda.amazonaws.com`); of a federated caller, its provider.
   */
  arn: string;
  /** Twelve digits; absent for services, federated and anonymous callers. */
  account?: string;
  /** Of a role: its own ARN, with its path. */
  roleArn?: string;
  /** `AROA…:session` or `AIDA…`. */
  userId?: string;
  /** Tags of the session over those of the user or role. */
  tags?: Readonly<Record<string, string>>;
  /** Of temporary credentials: when they were issued, in milliseconds since 1970. */
  issuedAt?: number;
}

/** Condition keys of a request; a list is a key with many values, even when it has one or none. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

/** One action on one resource; a real request may need several of them. */
export interface IamRequest {
  caller: Caller;
  /** Such as `s3:GetObject`. */
  action: string;
  /** ARN, or `*` for an action on none. */
  resource: string;
  /** The account that owns the resource, twelve digits. */
  account: string;
  /** Keys of the request and the resource; those of the caller are added by themselves. */
  context?: Context;
}

/** The condition keys that follow from who asks, whatever is asked. */
export function callerKeys(caller: Caller): Record<string, string> {
  const keys: Record<string, string> = {};
  for (const [tag, value] of Object.entries(caller.tags ?? {})) {
    keys[`aws:PrincipalTag/${tag}`] = value;
  }
  if (caller.account) {
    // Of a session, this is the role (AWS global condition context keys, aws:PrincipalArn).
    keys["aws:PrincipalArn"] = caller.roleArn ?? caller.arn;
    keys["aws:PrincipalAccount"] = caller.account;
  }
  if (caller.userId) keys["aws:userid"] = caller.userId;
  if (caller.kind === "user") keys["aws:username"] = caller.arn.split("/").at(-1)!;
  keys["aws:PrincipalType"] = PRINCIPAL_TYPE[caller.kind];
  keys["aws:PrincipalIsAWSService"] = String(caller.kind === "service");
  if (caller.issuedAt !== undefined) {
    keys["aws:TokenIssueTime"] = new Date(caller.issuedAt).toISOString();
  }
  return keys;
}

const PRINCIPAL_TYPE = {
  user: "User",
  role: "AssumedRole",
  root: "Account",
  service: "Service",
  federated: "FederatedUser",
  anonymous: "Anonymous",
} as const;

/** Condition keys by their names in lower case, as IAM compares names, tag keys included. */
export class Keys {
  readonly #values = new Map<string, string | readonly string[]>();

  constructor(...contexts: Context[]) {
    for (const context of contexts) {
      for (const [name, value] of Object.entries(context)) {
        this.#values.set(name.toLowerCase(), value);
      }
    }
  }

  /** All values; undefined when the request lacks the key. */
  all(name: string): readonly string[] | undefined {
    const value = this.#values.get(name.toLowerCase());
    return typeof value === "string" ? [value] : value;
  }

  /** The value for a policy variable, which a key of many values can't be. */
  one(name: string): string | undefined {
    const value = this.#values.get(name.toLowerCase());
    return typeof value === "string" ? value : undefined;
  }
}
