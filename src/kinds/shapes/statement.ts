import type { Expression, Value } from "../../engine/resource.ts";

/** One statement of an IAM policy, before it is printed. */
export interface Statement {
  actions: readonly string[];
  resources: readonly Value[];
  conditions?: Record<string, Record<string, Value>>;
}

/** An IAM policy document as a value; statements with equal resources and conditions are joined, so that the text stays stable and short. */
export function policyDocument(statements: readonly Statement[]): Expression {
  const joined = new Map<string, { actions: Set<string>; statement: Statement }>();
  for (const statement of statements) {
    const key = JSON.stringify([statement.resources, statement.conditions ?? null]);
    const known = joined.get(key) ?? { actions: new Set(), statement };
    statement.actions.forEach((action) => known.actions.add(action));
    joined.set(key, known);
  }
  return {
    $json: {
      Version: "2012-10-17",
      Statement: [...joined.values()].map(({ actions, statement }) => ({
        Effect: "Allow",
        Action: [...actions].sort(),
        Resource: statement.resources.length === 1
          ? statement.resources[0]!
          : [...statement.resources],
        ...(statement.conditions && { Condition: statement.conditions }),
      })),
    },
  };
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
