import { checkObject } from "./check_object.ts";
import { missing, nameOf, shown, unknownField, wrong } from "./complaints.ts";
import type { ChoiceField, Field, ListField, MapField, NumberField, TextField } from "./field.ts";
import type { Path } from "./problem.ts";
import { isLate, isMapping, isReference, type Mapping, type Scope, UNRESOLVED } from "./scope.ts";

export { isMapping, type Scope, UNRESOLVED } from "./scope.ts";

/** Checks a value, reports what is wrong, and returns it normalised: defaults filled in, older spellings replaced. Undefined: absent or wrong. */
export function check(field: Field, value: unknown, path: Path, scope: Scope): unknown {
  if (value === UNRESOLVED) return undefined;
  if (isLate(value) && !(field.type === "text" && field.reference) && field.type !== "json") {
    return wrong(
      field,
      value,
      path,
      scope,
      "an output of another component, known only after it is created",
    );
  }
  switch (field.type) {
    case "text":
      return checkText(field, value, path, scope);
    case "number":
      return checkNumber(field, value, path, scope);
    case "boolean":
      if (typeof value === "boolean") return value;
      if (value === "true" || value === "false") return value === "true";
      return wrong(field, value, path, scope);
    case "choice":
      return checkChoice(field, value, path, scope);
    case "list":
      return checkList(field, value, path, scope);
    case "map":
      return checkMap(field, value, path, scope);
    case "object":
      return checkObject(field, value, path, scope, check);
    case "component":
      if (typeof value !== "string" || /\s/.test(value)) return wrong(field, value, path, scope);
      return scope.component(value, path, field.kinds);
    case "reference":
      return checkReference(field, value, path, scope);
    case "json":
      return value;
  }
}

function checkText(field: TextField<unknown>, value: unknown, path: Path, scope: Scope): unknown {
  if (isLate(value)) return value;
  if (field.reference && isMapping(value) && "valueFrom" in value) {
    const extra = Object.keys(value).find((key) => key !== "valueFrom");
    if (extra !== undefined) unknownField(extra, ["valueFrom"], path, scope);
    return checkReference(field, value.valueFrom, [...path, "valueFrom"], scope);
  }
  let read = value;
  if (typeof value === "number" || typeof value === "boolean") {
    read = scope.written(path) ?? String(value);
  }
  if (typeof read !== "string") return wrong(field, value, path, scope);
  const fits = (field.pattern?.test(read) ?? true) &&
    read.length <= (field.maxLength ?? Infinity) && read.length >= (field.minLength ?? 0);
  return fits ? read : wrong(field, value, path, scope);
}

function checkList(field: ListField, value: unknown, path: Path, scope: Scope): unknown {
  if (!Array.isArray(value)) return wrong(field, value, path, scope);
  if (value.length < (field.min ?? 0) || value.length > (field.max ?? Infinity)) {
    const bounds = field.max === undefined
      ? `at least ${field.min}`
      : `${field.min ?? 0} to ${field.max}`;
    scope.report({
      severity: "error",
      code: "wrong-length",
      path,
      at: "key",
      summary: `"${nameOf(path)}" must have ${bounds} items, not ${value.length}`,
      why: field.meta.doc,
      fix: value.length < (field.min ?? 0) ? "add an item that starts with a dash" : "remove items",
    });
  }
  const checked = value.map((item, i) =>
    scope.full ? undefined : check(field.item, item, [...path, i], scope)
  );
  const key = field.unique;
  if (key !== undefined) {
    const seen = new Map<unknown, number>();
    checked.forEach((item, i) => {
      const name = key === "" ? item : isMapping(item) ? item[key] : undefined;
      if (name !== undefined && seen.has(name)) {
        scope.report({
          severity: "error",
          code: "duplicate-item",
          path: key === "" ? [...path, i] : [...path, i, key],
          at: "value",
          summary: `"${nameOf(path)}" has ${shown(name)} twice`,
          why: `item ${seen.get(name)! + 1} has it already`,
          fix: "remove one of the two, or give it another name",
        });
      }
      seen.set(name, i);
    });
  }
  return checked.filter((item) => item !== undefined);
}

function checkMap(field: MapField, value: unknown, path: Path, scope: Scope): unknown {
  if (!isMapping(value)) return wrong(field, value, path, scope);
  const checked: Mapping = {};
  for (const [key, item] of Object.entries(value)) {
    if (scope.full) break;
    if (field.keyPattern && !field.keyPattern.test(key)) {
      const better = key.replace(/[^A-Za-z0-9_]/g, "_");
      scope.report({
        severity: "error",
        code: "wrong-name",
        path: [...path, key],
        at: "key",
        summary: `"${key}" can't be a name in "${nameOf(path)}"`,
        why: field.keyHint ? `names are ${field.keyHint}` : undefined,
        fix: field.keyPattern.test(better)
          ? `rename it to "${better}"`
          : `use ${field.keyHint ?? "another name"}`,
        replacement: field.keyPattern.test(better) ? better : undefined,
      });
      continue;
    }
    const read = check(field.value, item, [...path, key], scope);
    if (read !== undefined) checked[key] = read;
  }
  return checked;
}

function checkReference(field: Field, value: unknown, path: Path, scope: Scope): unknown {
  if (isReference(value)) return value;
  if (!isMapping(value)) return wrong(field, value, path, scope);
  for (const key of Object.keys(value)) {
    if (key !== "component" && key !== "output") {
      unknownField(key, ["component", "output"], path, scope);
    }
  }
  const { component, output } = value;
  for (const key of ["component", "output"]) {
    if (value[key] === undefined) {
      missing(
        key,
        `${key} is the name of ${key === "output" ? "one of its outputs" : "a component"}`,
        undefined,
        path,
        scope,
      );
    } else if (typeof value[key] !== "string") {
      return wrong(field, value[key], [...path, key], scope, shown(value[key]));
    }
  }
  if (typeof component !== "string" || typeof output !== "string") return undefined;
  return scope.output(component, output, path);
}

function checkNumber(field: NumberField, value: unknown, path: Path, scope: Scope): unknown {
  let read = typeof value === "number" ? value : undefined;
  if (typeof value === "string") {
    if (/^-?\d+(\.\d+)?$/.test(value.trim())) read = Number(value);
    const parsed = field.parse?.(value.trim());
    if (parsed) {
      read = parsed.value;
      if (parsed.note) {
        scope.report({
          severity: "note",
          code: "rounded",
          path,
          at: "value",
          summary: parsed.note,
        });
      }
    }
  }
  const fits = read !== undefined && Number.isFinite(read) &&
    (!field.integer || Number.isInteger(read)) &&
    read >= (field.min ?? -Infinity) && read <= (field.max ?? Infinity) &&
    (field.oneOf?.includes(read) ?? true);
  return fits ? read : wrong(field, value, path, scope);
}

function checkChoice(
  field: ChoiceField<unknown>,
  value: unknown,
  path: Path,
  scope: Scope,
): unknown {
  const word = typeof value === "string" || typeof value === "number"
    ? String(value).toLowerCase()
    : undefined;
  if (word !== undefined) {
    const found = field.values.find((choice) => choice.toLowerCase() === word) ??
      Object.entries(field.spellings ?? {}).find(([key]) => key.toLowerCase() === word)?.[1];
    if (found !== undefined) return found;
  }
  return wrong(field, value, path, scope);
}
