import { corrected } from "./corrected.ts";
import { expectation, form } from "./expectation.ts";
import type { Field, Fields } from "./field.ts";
import { listed, nearest } from "./nearest.ts";
import type { Path } from "./problem.ts";
import { isMapping, type Scope } from "./scope.ts";

export function wrong(
  field: Field,
  value: unknown,
  path: Path,
  scope: Scope,
  found?: string,
): undefined {
  const replacement = withoutDash(value, path, scope) === undefined
    ? keyWithoutColon(field, value) ?? corrected(field, value)
    : undefined;
  scope.report({
    severity: "error",
    code: "wrong-value",
    path,
    at: "value",
    summary: `"${nameOf(path)}" must be ${expectation(field)}, not ${found ?? shown(value)}`,
    why: field.meta.doc,
    fix: withoutDash(value, path, scope) ?? fixOf(field, value, path, replacement),
    replacement,
  });
  return undefined;
}

export function missing(
  key: string,
  why: string,
  example: string | undefined,
  path: Path,
  scope: Scope,
): void {
  scope.report({
    severity: "error",
    code: "missing-field",
    path,
    at: "key",
    summary: path.length ? `"${nameOf(path)}" needs "${key}"` : `"${key}" is missing`,
    why,
    fix: `add ${key}: ${example ?? "…"}`,
  });
}

/** @param fields what there is in its place, where that is known: it may belong inside one of them */
export function unknownField(
  key: string,
  names: readonly string[],
  path: Path,
  scope: Scope,
  fields: Fields = {},
): void {
  const owners = Object.entries(fields).filter(([, field]) => holds(field, key));
  const meant = owners.length ? undefined : nearest(key, names);
  scope.report({
    severity: "error",
    code: "unknown-field",
    path: [...path, key],
    at: "key",
    summary: path.length ? `"${nameOf(path)}" has no field "${key}"` : `unknown field "${key}"`,
    why: `fields here: ${listed(names, 20)}`,
    fix: meant !== undefined
      ? `rename it to "${meant}"`
      : owners.length && owners.length < 4
      ? `put it under ${owners.map(([name]) => `"${name}"`).join(" or ")}, or remove it`
      : `remove "${key}", or use one of the fields above`,
    replacement: meant,
  });
}

/** An item that goes on in the next line: that line has lost its dash. */
function withoutDash(value: unknown, path: Path, scope: Scope): string | undefined {
  if (typeof value !== "string" || typeof path.at(-1) !== "number") return undefined;
  const second = scope.written(path)?.split("\n")[1]?.trim();
  return second === undefined ? undefined : `write - ${second.replace(/^- */, "")}`;
}

/** "enabled true" or "port:80" where a mapping is wanted: the same with its colon and space. */
export function keyWithoutColon(field: Field, value: unknown): string | undefined {
  if (typeof value !== "string" || (field.type !== "object" && field.type !== "map")) {
    return undefined;
  }
  const parts = /^([\w.-]+)(:| +|$)(\S.*)?$/s.exec(value);
  if (!parts) return undefined;
  const [, key, , rest] = parts as unknown as [string, string, string, string?];
  if (field.type === "object" ? !Object.hasOwn(field.fields, key) : rest === undefined) {
    return undefined;
  }
  return rest === undefined ? `${key}:` : `${key}: ${rest}`;
}

function fixOf(
  field: Field,
  value: unknown,
  path: Path,
  replacement: string | undefined,
): string {
  if (keyWithoutColon(field, value)) return `write ${replacement}`;
  if (replacement !== undefined) return `${keyOf(path)}${replacement}`;
  if (field.type === "list" && isMapping(value)) {
    return `begin each item with a dash: "- ${Object.keys(value)[0] ?? "…"}: …"`;
  }
  if (field.type === "map" || field.type === "list" || field.type === "object") {
    return `write ${keyOf(path)}${form(field)}`;
  }
  return `write ${keyOf(path)}${expectation(field)}`;
}

/** Whether a field's mapping has a field of that name. */
function holds(field: Field, key: string): boolean {
  if (field.type === "json") return field.part !== undefined && holds(field.part.spec, key);
  return field.type === "object" && Object.hasOwn(field.fields, key);
}

/** The name of a value for messages: its key, or its list's key and number. */
export function nameOf(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return "document";
  return typeof last === "number" ? `${nameOf(path.slice(0, -1))}[${last}]` : last;
}

const keyOf = (path: Path) => typeof path.at(-1) === "string" ? `${path.at(-1)}: ` : "";

export function shown(value: unknown): string {
  if (typeof value === "string") {
    return value.length > 60 ? `"${value.slice(0, 57)}…"` : `"${value}"`;
  }
  if (Array.isArray(value)) return "a list";
  if (isMapping(value)) return "a mapping";
  return String(value);
}
