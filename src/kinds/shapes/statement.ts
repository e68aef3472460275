import type { Expression, Value } from "../../engine/resource.ts";

/** One statement of an IAM policy, before it is printed. */
export interface Statement {
  actions: readonly string[];
  resources: readonly Value[];
  conditions?: Record<string, Record<string, Value>>;
}

/**
 * An IAM policy document as a value, its text stable and short: a role's inline policies have 10,240 characters in all
 * (IAM, "IAM and AWS STS quotas"). Statements about the same resources are joined, then those with the same actions.
 */
export function policyDocument(statements: readonly Statement[]): Expression {
  const joined = join(join(statements, "actions", "resources"), "resources", "actions");
  return {
    $json: {
      Version: "2012-10-17",
      Statement: joined.map(({ actions, resources, conditions }) => ({
        Effect: "Allow",
        Action: [...actions].sort(),
        Resource: resources.length === 1 ? resources[0]! : [...resources],
        ...(conditions && { Condition: conditions }),
      })),
    },
  };
}

/** One statement of all that agree in their conditions and in `same`, with what each has of `all`, once. */
function join(
  statements: readonly Statement[],
  all: "actions" | "resources",
  same: "actions" | "resources",
): Statement[] {
  const joined = new Map<string, Statement>();
  for (const statement of statements) {
    const key = JSON.stringify([statement[same], statement.conditions ?? null]);
    const known = joined.get(key)?.[all] ?? [];
    const items = new Map(
      [...known, ...statement[all]].map((item) => [JSON.stringify(item), item]),
    );
    joined.set(key, { ...statement, [all]: [...items.values()] });
  }
  return [...joined.values()];
}

/** The trust policy of a role that an AWS service takes on. */
export function trustPolicy(
  service: string,
  conditions?: Record<string, Record<string, Value>>,
): Expression {
  return {
    $json: {
      Version: "2012-10-17",
      Statement: [{
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: { Service: service },
        ...(conditions && { Condition: conditions }),
      }],
    },
  };
}
