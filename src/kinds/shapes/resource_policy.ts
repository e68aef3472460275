import type { Expression, Value } from "../../engine/resource.ts";

/** One statement of a policy that belongs to a resource and says who may use it. */
export interface Grant {
  sid: string;
  deny?: true;
  /** An AWS service ("sns.amazonaws.com"), roots of other accounts by ARN, or everybody. */
  principal: { service: string } | { accounts: readonly Value[] } | "*";
  actions: readonly string[];
  resource: Value;
  conditions?: Record<string, Record<string, Value>>;
}

/** A resource's own policy, keys in the order in which AWS writes them. */
export function resourcePolicy(grants: readonly Grant[]): Expression {
  return {
    $json: {
      Version: "2012-10-17",
      Statement: grants.map(({ sid, deny, principal, actions, resource, conditions }) => ({
        Sid: sid,
        Effect: deny ? "Deny" : "Allow",
        Principal: principalValue(principal),
        Action: actions.length === 1 ? actions[0]! : [...actions].sort(),
        Resource: resource,
        ...(conditions && { Condition: conditions }),
      })),
    },
  };
}

function principalValue(principal: Grant["principal"]): Value {
  if (principal === "*") return "*";
  return "service" in principal ? { Service: principal.service } : { AWS: [...principal.accounts] };
}
