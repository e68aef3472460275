import type { Field, NumberField, ObjectField } from "./field.ts";
import { listed } from "./nearest.ts";

/** What a field accepts, for people: "a whole number from 0 to 43200 (seconds)". */
export function expectation(field: Field): string {
  switch (field.type) {
    case "text":
      return field.hint ??
        (field.maxLength ? `text of at most ${field.maxLength} characters` : "text");
    case "number": {
      const what = field.integer ? "a whole number" : "a number";
      const unit = field.meta.unit ? ` (${field.meta.unit})` : "";
      const also = field.spellings ? `, or ${field.spellings}` : "";
      return `${what}${range(field)}${unit}${also}`;
    }
    case "boolean":
      return "true or false";
    case "choice":
      return `one of ${listed(field.values, 20)}`;
    case "list":
      return "a list";
    case "map":
      return "a mapping of names to values";
    case "object":
      return `a mapping with ${listed(Object.keys(field.fields), 8)}`;
    case "component":
      return field.kinds
        ? `the name of a component of kind ${field.kinds.join(" or ")}`
        : "the name of a component";
    case "reference":
      return "a mapping with component and output";
    case "json":
      return "any value";
  }
}

function range(field: NumberField): string {
  if (field.oneOf) return `, one of ${field.oneOf.join(", ")}`;
  const { min, max } = field;
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return ` of at least ${min}`;
  if (max !== undefined) return ` of at most ${max}`;
  return "";
}

/** A value to show: the example, else the default, else the simplest that the field accepts. */
export function sample(field: Field): string | undefined {
  const shown = field.meta.example ?? field.meta.default;
  if (shown !== undefined && JSON.stringify(shown) !== "{}") {
    return typeof shown === "string" ? shown : JSON.stringify(shown);
  }
  if (field.type === "choice") return field.values[0];
  if (field.type === "boolean") return "true";
  if (field.type === "number") return String(field.oneOf?.[0] ?? field.min ?? 1);
  return undefined;
}

/** How a value looks in YAML, with … for what only the writer knows. */
export function form(field: Field): string {
  const shown = sample(field);
  if (shown !== undefined) return shown;
  switch (field.type) {
    case "list":
      return `[${form(field.item)}]`;
    case "map":
      return `{ NAME: ${form(field.value)} }`;
    case "object":
      return `{ ${firstFields(field).map(([key, inner]) => `${key}: ${form(inner)}`).join(", ")} }`;
    case "reference":
      return "{ component: …, output: … }";
    default:
      return "…";
  }
}

/** The fields that must be there; where none must, the first. */
function firstFields({ fields, exactlyOne }: ObjectField): [string, Field][] {
  const all = Object.entries(fields);
  const required = all.filter(([key, field]) =>
    field.meta.required || exactlyOne?.[0]?.includes(key)
  );
  return required.length ? required : all.slice(0, 1);
}
