import type { Item } from "../aws/dynamodb.ts";
import { attribute, KEY, TYPES } from "./dynamodb_item.ts";
import { type LockCondition, UNREADABLE } from "./table.ts";

/** Names and values of one request's expressions, each given its placeholder once. */
export class Placeholders {
  readonly names: Record<string, string> = {};
  readonly values: Item = {};

  name(attribute: string): string {
    this.names[`#${attribute}`] = attribute;
    return `#${attribute}`;
  }

  value(label: string, value: string | number): string {
    this.values[`:${label}`] = attribute(value);
    return `:${label}`;
  }
}

/** The condition as DynamoDB judges it; means the same as `holds()`, with `decodeItem()`'s notion of unreadable. */
export function conditionExpression(condition: LockCondition, use: Placeholders): string {
  const absent = () => `attribute_not_exists(${use.name(KEY)})`;
  if (condition.fence === UNREADABLE) {
    // An unreadable item has no owner and no rvn that could match, and is not free.
    const { owner, rvn, free } = condition;
    const never = owner !== undefined || rvn !== undefined || free;
    const unreadable = `NOT ${absent()} AND NOT (${readable(use)})`;
    return never ? `${unreadable} AND ${absent()}` : unreadable;
  }
  const named = (["owner", "fence", "rvn"] as const).flatMap((name) => {
    const value = condition[name];
    return value === undefined ? [] : [`${use.name(name)} = ${use.value(`if_${name}`, value)}`];
  });
  const terms = [readable(use), ...named];
  if (condition.free) terms.push(`attribute_not_exists(${use.name("owner")})`);
  const present = terms.join(" AND ");
  return named.length > 0 ? present : `${absent()} OR (${present})`;
}

function readable(use: Placeholders): string {
  const types = Object.entries(TYPES).map(([name, type]) => {
    const right = `attribute_type(${use.name(name)}, ${use.value(`type_${type}`, type)})`;
    return name === "fence" ? right : `(attribute_not_exists(${use.name(name)}) OR ${right})`;
  });
  const fence = use.name("fence");
  const range = `${fence} BETWEEN ${use.value("least", 0)} AND ${
    use.value("most", Number.MAX_SAFE_INTEGER)
  }`;
  return [...types, range].join(" AND ");
}
