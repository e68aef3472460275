import type { Json } from "../state/document.ts";
import { keyWithoutColon, missing, unknownField, wrong } from "./complaints.ts";
import { form, sample } from "./expectation.ts";
import type { Field, ObjectField } from "./field.ts";
import { nearest } from "./nearest.ts";
import type { Path } from "./problem.ts";
import { type Check, isMapping, type Mapping, type Scope, UNRESOLVED } from "./scope.ts";

/** @param check checks the fields inside */
export function checkObject(
  field: ObjectField,
  given: unknown,
  path: Path,
  scope: Scope,
  check: Check,
): unknown {
  let value = given;
  if (field.shorthand !== undefined && !isMapping(value) && !keyWithoutColon(field, value)) {
    value = { [field.shorthand]: value };
  }
  if (!isMapping(value)) return wrong(field, value, path, scope);
  const names = Object.keys(field.fields);
  const checked: Mapping = {};
  const seen = new Set<string>();
  for (const [key, item] of Object.entries(value)) {
    if (scope.full) break;
    const name = canonical(field, key);
    if (name === undefined) {
      unknownField(key, names, path, scope, field.fields);
      // What was most likely meant is not missed a second time.
      seen.add(nearest(key, names) ?? "");
      continue;
    }
    const inner = field.fields[name]!;
    const at = value === given ? [...path, key] : path;
    if (seen.has(name) && key !== name) {
      scope.report({
        severity: "error",
        code: "duplicate-field",
        path: at,
        at: "key",
        summary: `"${key}" and "${name}" are the same field`,
        fix: `remove "${key}"`,
      });
      continue;
    }
    seen.add(name);
    if (inner.meta.ignored !== undefined) {
      scope.report({
        severity: "note",
        code: "ignored-field",
        path: at,
        at: "key",
        summary: `"${key}" has no effect`,
        why: inner.meta.ignored,
      });
    }
    if (item === UNRESOLVED) continue;
    if (item === null || item === undefined) {
      scope.report({
        severity: inner.meta.required ? "error" : "warning",
        code: "empty-field",
        path: at,
        at: "key",
        summary: `"${key}" has no value`,
        why: inner.meta.doc,
        fix: sample(inner) !== undefined
          ? `${key}: ${sample(inner)}`
          : inner.meta.required
          ? `give "${key}" a value: ${form(inner)}`
          : `give "${key}" a value, or remove it`,
      });
      continue;
    }
    // An empty text means "choose for me" in older stacks.
    if (item === "" && !inner.meta.required && inner.type !== "json") continue;
    const read = check(inner, item, at, scope);
    if (read !== undefined) checked[name] = read;
  }
  for (const [name, inner] of Object.entries(field.fields)) {
    if (checked[name] !== undefined || (seen.has(name) && inner.meta.default === undefined)) {
      continue;
    }
    if (inner.meta.required) missing(name, inner.meta.doc, sample(inner), path, scope);
    else if (inner.meta.default !== undefined) {
      checked[name] = withDefaults(inner, inner.meta.default);
    }
  }
  groups(field, value, path, scope);
  return checked;
}

/** A default as if it had been written: the defaults of the fields inside it are filled in too. */
function withDefaults(field: Field, value: Json): unknown {
  if (field.type !== "object" || !isMapping(value)) return copied(value);
  const filled: Mapping = { ...value };
  for (const [name, inner] of Object.entries(field.fields)) {
    if (filled[name] === undefined && inner.meta.default !== undefined) {
      filled[name] = withDefaults(inner, inner.meta.default);
    }
  }
  return filled;
}

/** A copy that can be changed without changing the schema's default. */
function copied(value: Json): Json {
  if (Array.isArray(value)) return value.map(copied);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copied(item)]));
}

/** The field that a key names, by itself or by an older spelling. */
function canonical(field: ObjectField, key: string): string | undefined {
  if (Object.hasOwn(field.fields, key)) return key;
  for (const [name, inner] of Object.entries(field.fields)) {
    if (inner.meta.aliases?.includes(key)) return name;
  }
  return undefined;
}

function groups(field: ObjectField, value: Mapping, path: Path, scope: Scope): void {
  if (!field.exactlyOne && !field.atMostOne) return;
  /** Field → the key that it was given by. */
  const given = new Map<string, string>();
  let misspelt = false;
  for (const [key, item] of Object.entries(value)) {
    const name = canonical(field, key);
    if (name === undefined) misspelt = true;
    else if (item !== undefined && item !== null && item !== "") given.set(name, key);
  }
  const clash = (names: string[], fix: string) => {
    const [one, two] = names.map((name) => given.get(name)!);
    scope.report({
      severity: "error",
      code: "exclusive-fields",
      path: [...path, two!],
      at: "key",
      summary: `"${one}" and "${two}" can't be given together`,
      why: field.meta.doc,
      fix,
    });
  };
  const both = field.atMostOne?.filter((name) => given.has(name)) ?? [];
  if (both.length > 1) clash(both, `remove "${both[1]}" or "${both[0]}"`);
  if (!field.exactlyOne) return;
  const begun = field.exactlyOne.filter((group) => group.some((name) => given.has(name)));
  const wanted = field.exactlyOne.map((group) => group.join(" with ")).join(", or ");
  if (begun.length > 1) {
    clash(
      begun.map((group) => group.find((name) => given.has(name))!),
      `give only one of: ${wanted}`,
    );
  } else if (begun.length === 1) {
    const [group] = begun as [readonly string[]];
    for (const name of group.filter((name) => !given.has(name))) {
      missing(name, `it goes with "${group.find((n) => given.has(n))}"`, undefined, path, scope);
    }
    // A misspelt key is told of by itself.
  } else if (!misspelt) {
    missing(field.exactlyOne[0]![0]!, `give ${wanted}`, undefined, path, scope);
  }
}
