import type { Caller } from "./request.ts";

/**
 * How closely a Principal names the caller, which decides whether an Allow is enough by itself
 * (IAM User Guide, "Policy evaluation logic", resource-based policies):
 * `self`, its user, session or everyone; `role`, the role of its session; `account`, which only
 * hands the decision to the account's own policies.
 */
export type Naming = "self" | "role" | "account";

/** Undefined: the Principal doesn't mean the caller. */
export function naming(
  principals: Readonly<Record<string, readonly string[]>>,
  caller: Caller,
): Naming | undefined {
  const aws = principals.AWS ?? [];
  if (aws.includes("*")) return "self";
  if (caller.kind === "service") return named(principals.Service, caller);
  if (caller.kind === "federated") return named(principals.Federated, caller);
  if (aws.includes(caller.arn) && caller.kind !== "root") return "self";
  if (caller.roleArn && aws.includes(caller.roleArn)) return "role";
  const account = aws.some((name) =>
    name === caller.account || /^arn:[\w-]+:iam::(\d{12}):root$/.exec(name)?.[1] === caller.account
  );
  return caller.account && account ? "account" : undefined;
}

function named(names: readonly string[] | undefined, caller: Caller): Naming | undefined {
  return names?.includes(caller.arn) ? "self" : undefined;
}
