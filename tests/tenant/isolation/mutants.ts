import { type Document, OWN, type Statement } from "../../../src/tenant/iam/document.ts";

/** A statement with one slip in it. */
export interface Mutant {
  /** What is wrong: `ReadState: drop StringEquals`. */
  what: string;
  /** Index of the statement. */
  index: number;
  /** What stands there instead; undefined: nothing. */
  statement?: Statement;
}

type Json = Record<string, unknown>;

/**
 * Every slip in one statement: the whole gone, one of a list gone, the tenant's name or the resource made `*`, a
 * condition gone, a key or a value of one gone, an operator taken for its neighbour. What IAM would refuse, such as an
 * empty list, is no mutant.
 */
export function mutantsOf({ Statement }: Document): Mutant[] {
  return Statement.flatMap((statement, index) => {
    const different = new Map<string, Mutant>();
    for (const [what, changed] of slips(statement as unknown as Json)) {
      const text = JSON.stringify(changed);
      if (text === JSON.stringify(statement) || different.has(text)) continue;
      different.set(text, {
        what: `${statement.Sid}: ${what}`,
        index,
        statement: changed as unknown as Statement,
      });
    }
    return [{ what: `${statement.Sid}: drop`, index }, ...different.values()];
  });
}

function* slips(statement: Json): Generator<[what: string, statement: Json]> {
  for (const field of ["Action", "NotAction", "Resource", "NotResource", "Principal"]) {
    for (const [what, value] of ofList(statement[field])) {
      yield [`${what} of ${field}`, { ...statement, [field]: value }];
    }
  }
  if (statement.Effect === "Allow" && "Resource" in statement) {
    yield ["any Resource", { ...statement, Resource: "*" }];
  }
  const { Condition, ...bare } = statement;
  if (!Condition) return;
  yield ["drop Condition", bare];
  for (const [what, condition] of ofConditions(Condition as Record<string, Json>)) {
    yield [what, { ...statement, Condition: condition }];
  }
}

function* ofConditions(conditions: Record<string, Json>): Generator<[string, unknown]> {
  for (const [operator, keys] of Object.entries(conditions)) {
    const { [operator]: _, ...others } = conditions;
    if (Object.keys(others).length > 0) yield [`drop ${operator}`, others];
    const neighbour = neighbourOf(operator, Object.values(keys).flat().map(String));
    if (neighbour) {
      yield [`${neighbour} for ${operator}`, {
        ...others,
        [neighbour]: { ...others[neighbour], ...keys },
      }];
    }
    for (const [key, value] of Object.entries(keys)) {
      const { [key]: _, ...rest } = keys;
      if (Object.keys(rest).length > 0) {
        yield [`drop ${operator} of ${key}`, { ...others, [operator]: rest }];
      }
      for (const [what, changed] of ofList(value)) {
        yield [`${what} of ${operator} of ${key}`, {
          ...conditions,
          [operator]: { ...keys, [key]: changed },
        }];
      }
    }
  }
}

/** One of a list gone, the tenant's name anybody's. */
function* ofList(value: unknown): Generator<[string, unknown]> {
  if (value === undefined) return;
  if (typeof value === "object" && !Array.isArray(value)) {
    // Of principals.
    for (const [kind, list] of Object.entries(value as Json)) {
      for (const [what, changed] of ofList(list)) yield [what, { ...value, [kind]: changed }];
    }
    return;
  }
  const list = [value].flat() as string[];
  for (const [index, one] of list.entries()) {
    if (list.length > 1) yield [`drop "${one}"`, list.toSpliced(index, 1)];
    if (one.includes(OWN) && one !== OWN) {
      yield [`anybody's "${one}"`, list.with(index, one.replace(OWN, "*"))];
    }
  }
}

/** Values without a wildcard are the same to both. */
function neighbourOf(operator: string, values: readonly string[]): string | undefined {
  const [, set, base = ""] = /^(ForAllValues:|ForAnyValue:)?(.*)$/.exec(operator)!;
  if (set) return (set === "ForAllValues:" ? "ForAnyValue:" : "ForAllValues:") + base;
  if (!values.some((value) => /[*?]/.test(value))) return undefined;
  return {
    StringEquals: "StringLike",
    StringNotEquals: "StringNotLike",
    StringLike: "StringEquals",
    StringNotLike: "StringNotEquals",
  }[base];
}
