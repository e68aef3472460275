import type { Json } from "../state/document.ts";
import { isExpression } from "../ports/references.ts";
import type { Expression, Value } from "./resource.ts";

/** Stands in for a value that is a secret or holds one: where the (first) secret lives. */
export class Secret {
  constructor(readonly where: string) {}
}

/** `undefined`: not known (yet). */
export type Known = Json | Secret | undefined;

/** What expressions are answered with. */
export interface Answers {
  attribute(resource: string, path: string): Known;
  lookup(lookup: string, path: string): Known;
  secret(reference: string): Known;
}

/** A value with its expressions filled in, as an engine hands it to a provider. Archives become their content's hash. */
export function resolveValue(value: Value, answers: Answers): Known {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    return whole(value.map((item) => resolveValue(item, answers)), (all) => all);
  }
  if (isExpression(value)) return resolveExpression(value, answers);
  const names = Object.keys(value);
  return whole(
    names.map((name) => resolveValue(value[name]!, answers)),
    (all) => Object.fromEntries(all.map((item, i) => [names[i]!, item])),
  );
}

function resolveExpression(value: Expression, answers: Answers): Known {
  if ("$attr" in value) return answers.attribute(...value.$attr);
  if ("$first" in value) return firstOf(answers, ...value.$first);
  if ("$lookup" in value) return answers.lookup(...value.$lookup);
  if ("$secret" in value) return answers.secret(value.$secret);
  if ("$archive" in value) return value.sha256;
  if ("$inlineArchive" in value) return value.$inlineArchive;
  if ("$json" in value) {
    return whole([resolveValue(value.$json, answers)], ([v]) => canonicalJson(v!));
  }
  return whole(
    value.$join.map((part) => resolveValue(part, answers)),
    (all) => all.map((part) => typeof part === "string" ? part : canonicalJson(part)).join(""),
  );
}

function firstOf(answers: Answers, resource: string, list: string, field: string): Known {
  const items = answers.attribute(resource, list);
  if (items === undefined || items instanceof Secret) return items;
  return valueAt(items, `[0].${field}`) ?? "";
}

function whole(parts: Known[], make: (all: Json[]) => Json): Known {
  const secret = parts.find((part) => part instanceof Secret);
  if (secret) return secret;
  if (parts.includes(undefined)) return undefined;
  return make(parts as Json[]);
}

/** JSON without white space, keys in order: the same text for the same value. */
export function canonicalJson(value: Json): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key]!)}`).join(",")}}`;
}

/** What an attribute path ("endpoints[0].address") leads to. */
export function valueAt(root: Json | undefined, path: string): Json | undefined {
  let value = root;
  for (const step of path.split(/[.[\]]+/).filter(Boolean)) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Array.isArray(value) ? value[Number(step)] : value[step];
  }
  return value;
}
