import type { Json } from "../state/document.ts";
import { corrected, expectation, sample } from "./expectation.ts";
import type {
  ChoiceField,
  Field,
  ListField,
  MapField,
  NumberField,
  ObjectField,
  OutputReference,
  TextField,
} from "./field.ts";
import { listed, nearest } from "./nearest.ts";
import type { Path, Problem } from "./problem.ts";

/** What a check needs to know of the world around the value. */
export interface Scope {
  report(problem: Problem): void;
  /** The id of the component called `name` here, having recorded the use; reports and answers undefined when there is none. */
  component(name: string, path: Path, kinds?: readonly string[]): string | undefined;
  /** The canonical reference to an output, having recorded the use; reports and answers undefined when there is none. */
  output(component: string, output: string, path: Path): OutputReference | undefined;
  /** How a scalar is written in the file: `1.10` where the parsed value is 1.1. */
  written(path: Path): string | undefined;
}

/** In place of a value that could not be resolved, and was reported: nothing more is said of it. */
export const UNRESOLVED: unique symbol = Symbol("unresolved");

type Mapping = Record<string, unknown>;
export const isMapping = (value: unknown): value is Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** References and texts with references, as interpolation left them. */
export const isReference = (value: unknown): value is OutputReference =>
  isMapping(value) && typeof value.$from === "string";
const isLate = (value: unknown) => isMapping(value) && ("$from" in value || "$join" in value);

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
      return checkObject(field, value, path, scope);
    case "component":
      if (typeof value !== "string") return wrong(field, value, path, scope);
      return scope.component(value, path, field.kinds);
    case "reference":
      return checkReference(field, value, path, scope);
    case "json":
      return value;
  }
}

function wrong(field: Field, value: unknown, path: Path, scope: Scope, found?: string): undefined {
  const replacement = corrected(field, value);
  scope.report({
    severity: "error",
    code: "wrong-value",
    path,
    at: "value",
    summary: `"${nameOf(path)}" must be ${expectation(field)}, not ${found ?? shown(value)}`,
    why: field.meta.doc,
    fix: replacement === undefined ? `write ${expectation(field)}` : `${keyOf(path)}${replacement}`,
    replacement,
  });
  return undefined;
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
  const checked = value.map((item, i) => check(field.item, item, [...path, i], scope));
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

function checkObject(field: ObjectField, given: unknown, path: Path, scope: Scope): unknown {
  let value = given;
  if (field.shorthand !== undefined && !isMapping(value)) value = { [field.shorthand]: value };
  if (!isMapping(value)) return wrong(field, value, path, scope);
  const names = Object.keys(field.fields);
  const checked: Mapping = {};
  const seen = new Set<string>();
  for (const [key, item] of Object.entries(value)) {
    const name = key in field.fields ? key : canonical(field, key);
    if (name === undefined) {
      unknownField(key, names, path, scope);
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
        fix: sample(inner) === undefined
          ? `give it a value or remove the line`
          : `${key}: ${sample(inner)}`,
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

function canonical(field: ObjectField, key: string): string | undefined {
  for (const [name, inner] of Object.entries(field.fields)) {
    if (inner.meta.aliases?.includes(key)) return name;
  }
  return undefined;
}

function groups(field: ObjectField, value: Mapping, path: Path, scope: Scope): void {
  const given = (key: string) =>
    value[key] !== undefined && value[key] !== null && value[key] !== "";
  const clash = (keys: string[], fix: string) =>
    scope.report({
      severity: "error",
      code: "exclusive-fields",
      path: [...path, keys[1]!],
      at: "key",
      summary: `"${keys[0]}" and "${keys[1]}" can't be given together`,
      why: field.meta.doc,
      fix,
    });
  if (field.atMostOne) {
    const both = field.atMostOne.filter(given);
    if (both.length > 1) clash(both, `remove "${both[1]}" or "${both[0]}"`);
  }
  if (!field.exactlyOne) return;
  const begun = field.exactlyOne.filter((group) => group.some(given));
  const wanted = field.exactlyOne.map((group) => group.join(" with ")).join(", or ");
  if (begun.length > 1) {
    const keys = begun.map((group) => group.find(given)!);
    clash(keys, `give only one of: ${wanted}`);
  } else if (begun.length === 0) {
    // A misspelt key is told of by itself.
    const known = new Set([
      ...Object.keys(field.fields),
      ...Object.values(field.fields).flatMap((f) => f.meta.aliases ?? []),
    ]);
    if (Object.keys(value).every((key) => known.has(key))) {
      missing(field.exactlyOne[0]![0]!, `give ${wanted}`, undefined, path, scope);
    }
  } else {
    for (const key of begun[0]!) {
      if (!given(key)) {
        missing(key, `it goes with "${begun[0]!.find(given)}"`, undefined, path, scope);
      }
    }
  }
}

function missing(
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

function unknownField(key: string, names: readonly string[], path: Path, scope: Scope): void {
  const meant = nearest(key, names);
  scope.report({
    severity: "error",
    code: "unknown-field",
    path: [...path, key],
    at: "key",
    summary: path.length ? `"${nameOf(path)}" has no field "${key}"` : `unknown field "${key}"`,
    why: `fields here: ${listed(names, 20)}`,
    fix: meant === undefined
      ? `remove "${key}", or use one of the fields above`
      : `rename it to "${meant}"`,
    replacement: meant,
  });
}

/** The name of a value for messages: its key, or its list's key and number. */
function nameOf(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return "document";
  return typeof last === "number" ? `${nameOf(path.slice(0, -1))}[${last}]` : last;
}

const keyOf = (path: Path) => typeof path.at(-1) === "string" ? `${path.at(-1)}: ` : "";

function shown(value: unknown): string {
  if (typeof value === "string") {
    return value.length > 60 ? `"${value.slice(0, 57)}…"` : `"${value}"`;
  }
  if (Array.isArray(value)) return "a list";
  if (isMapping(value)) return "a mapping";
  return String(value);
}

/** A copy that can be changed without changing the schema's default. */
function copied(value: Json): Json {
  if (Array.isArray(value)) return value.map(copied);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copied(item)]));
}
