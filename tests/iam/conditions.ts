import { type Compare, OPERATORS } from "./operators.ts";
import type { Keys } from "./request.ts";

/** One operator on one key. */
export interface Condition {
  /** As written, such as `ForAllValues:StringLike`. */
  operator: string;
  key: string;
  holds(keys: Keys): boolean;
}

/** Keys of many values, which have no meaning without ForAllValues or ForAnyValue. */
const MANY = new Set([
  "aws:tagkeys",
  "aws:calledvia",
  "aws:principalorgpaths",
  "aws:principalservicenameslist",
  "dynamodb:attributes",
  "dynamodb:leadingkeys",
  "kms:encryptioncontextkeys",
  "sts:transitivetagkeys",
]);

/** Reads a statement's Condition; throws on an operator that AWS or this evaluator doesn't know. */
export function parseConditions(json: unknown, variables: boolean): Condition[] {
  return Object.entries(json as Record<string, Record<string, unknown>>)
    .flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, value]) =>
        parseCondition(operator, key, [value].flat().map(String), variables)
      )
    );
}

function parseCondition(
  operator: string,
  key: string,
  texts: string[],
  variables: boolean,
): Condition {
  const [, set, base = "", ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  if (base === "Null") {
    if (set || ifExists || texts.some((text) => !/^(true|false)$/i.test(text))) {
      throw new Error(`"${operator}" of "${key}" takes "true" or "false"`);
    }
    const wanted = texts.map((text) => text.toLowerCase() === "true");
    return {
      operator,
      key,
      // A key of many values that has none is as good as absent.
      holds: (keys) => wanted.includes(!keys.all(key)?.length),
    };
  }
  const make = OPERATORS[base];
  // Undocumented, and it doesn't do what it says.
  const odd = set === "ForAnyValue" && ifExists;
  if (!make || odd) throw new Error(`"${operator}" is no condition operator`);
  if (!set && MANY.has(key.toLowerCase())) {
    throw new Error(`"${key}" has many values: "${operator}" needs ForAllValues or ForAnyValue`);
  }
  const compares = texts.map((text) => make.compare(text, variables));
  return {
    operator,
    key,
    holds: (keys) => holds(keys.all(key), keys, compares, make.negated, set, Boolean(ifExists)),
  };
}

/**
 * IAM User Guide, "Conditions with multiple context keys or values" and "Condition operators":
 * a policy's values are alternatives, or none may match when the operator is negated; a key that is
 * absent matches nothing, so that only negated operators hold; ForAllValues holds of nothing,
 * ForAnyValue doesn't.
 */
function holds(
  values: readonly string[] | undefined,
  keys: Keys,
  compares: Compare[],
  negated: boolean,
  set: string | undefined,
  ifExists: boolean,
): boolean {
  if (values === undefined && ifExists) return true;
  const one = (value: string) => compares.some((compare) => compare(value, keys)) !== negated;
  if (set) {
    const none = !values?.some((value) => value !== "");
    if (none) return set === "ForAllValues";
    return set === "ForAllValues" ? values!.every(one) : values!.some(one);
  }
  if (!values?.length) return negated;
  return negated ? values.every(one) : values.some(one);
}
