import type { Json } from "../state/document.ts";
import type { Field, Fields, NumberField } from "./field.ts";

/** A field as `explain` and the docs tell of it. */
export interface FieldFacts {
  name: string;
  /** From the spec: "deadLetterQueue.maxReceiveCount"; items of lists have `[]`, of maps `<name>`. */
  path: string;
  doc: string;
  /** Short: "integer 0–43200", "standard | fifo", "list of components (SQS)". */
  type: string;
  unit?: string;
  required: boolean;
  default?: Json;
  allowed?: readonly (string | number)[];
  min?: number;
  max?: number;
  /** What a text must look like, for people. */
  format?: string;
  /** Why a change replaces the component. */
  replaces?: string;
  /** Older spellings of the key. */
  aliases: readonly string[];
  /** Other spellings of values. */
  spellings?: string;
  example?: Json;
  /** Why it has no effect. */
  ignored?: string;
  /** Takes `valueFrom` and `${component.output}`. */
  reference: boolean;
  /** Rules between the fields inside. */
  rules: readonly string[];
  /** Fields inside: of the object itself, or of the items of a list or map. */
  fields: FieldFacts[];
}

/** The fields of an object, in the order in which they are declared. */
export const describeFields = (fields: Fields, above = ""): FieldFacts[] =>
  Object.entries(fields).map(([name, field]) => describe(name, field, above));

function describe(name: string, field: Field, above: string): FieldFacts {
  const { doc, unit, required, replaces, aliases = [], example, ignored } = field.meta;
  const path = above ? `${above}.${name}` : name;
  const inner = innermost(field, path);
  return {
    name,
    path,
    doc,
    type: typeText(field),
    unit,
    required: required ?? false,
    default: field.meta.default,
    ...limits(field),
    replaces,
    aliases,
    example,
    ignored,
    reference: field.type === "reference" || (field.type === "text" && field.reference === true),
    rules: inner.field.type === "object" ? groupRules(inner.field) : [],
    fields: inner.field.type === "object" ? describeFields(inner.field.fields, inner.path) : [],
  };
}

/** The field inside all lists and maps, and the path to it. */
function innermost(field: Field, path: string): { field: Field; path: string } {
  if (field.type === "list") return innermost(field.item, `${path}[]`);
  if (field.type === "map") return innermost(field.value, `${path}.<name>`);
  return { field, path };
}

function limits(field: Field): Partial<FieldFacts> {
  switch (field.type) {
    case "text":
      return {
        format: field.hint,
        min: field.minLength,
        max: field.maxLength,
      };
    case "number":
      return { allowed: field.oneOf, min: field.min, max: field.max, spellings: field.spellings };
    case "choice": {
      const spellings = Object.entries(field.spellings ?? {});
      return {
        allowed: field.values,
        spellings: spellings.length
          ? spellings.map(([other, value]) => `${other} = ${value}`).join(", ")
          : undefined,
      };
    }
    case "list":
      return { min: field.min, max: field.max };
    case "map":
      return { format: field.keyHint && `names: ${field.keyHint}` };
    default:
      return {};
  }
}

function groupRules(
  { exactlyOne, atMostOne }: {
    exactlyOne?: readonly (readonly string[])[];
    atMostOne?: readonly string[];
  },
): string[] {
  return [
    ...exactlyOne
      ? [`exactly one of: ${exactlyOne.map((group) => group.join(" with ")).join(", ")}`]
      : [],
    ...atMostOne ? [`at most one of: ${atMostOne.join(", ")}`] : [],
  ];
}

function typeText(field: Field): string {
  switch (field.type) {
    case "text":
      return "text";
    case "number":
      return numberText(field);
    case "boolean":
      return "true | false";
    case "choice":
      return field.values.length > 6 ? "choice" : field.values.join(" | ");
    case "list":
      return `list of ${manyOf(field.item)}`;
    case "map":
      return `map of names to ${manyOf(field.value)}`;
    case "object":
      return "mapping";
    case "component":
      return field.kinds ? `component (${field.kinds.join(", ")})` : "component";
    case "reference":
      return "output of a component";
    case "json":
      return field.part ? `fields of ${field.part.name}` : "any value";
  }
}

function numberText({ integer, min, max, oneOf }: NumberField): string {
  const what = integer ? "integer" : "number";
  if (oneOf) return what;
  if (min !== undefined && max !== undefined) return `${what} ${min}–${max}`;
  if (min !== undefined) return `${what} ≥ ${min}`;
  return max === undefined ? what : `${what} ≤ ${max}`;
}

/** The type of what a list or map holds, in the plural. */
function manyOf(field: Field): string {
  switch (field.type) {
    case "text":
      return "texts";
    case "object":
      return "mappings";
    case "component":
      return field.kinds ? `components (${field.kinds.join(", ")})` : "components";
    case "json":
      return "any values";
    case "choice":
      return field.values.length > 6 ? "choices" : `(${field.values.join(" | ")})`;
    default:
      return typeText(field);
  }
}

/** The field at a path such as "deadLetterQueue.maxReceiveCount"; list and map markers may be left out. Else what was not found, and what there is instead. */
export function findField(
  fields: readonly FieldFacts[],
  steps: readonly string[],
): { found: FieldFacts } | { missing: string; above?: FieldFacts; names: string[] } {
  let here = fields;
  let above: FieldFacts | undefined;
  for (const step of steps) {
    const name = step.replace(/(\[\d*\])+$/, "");
    if (name === "<name>" || name === "") continue;
    const next = here.find((field) => field.name === name || field.aliases.includes(name));
    if (!next) return { missing: name, above, names: here.map((field) => field.name) };
    above = next;
    here = next.fields;
  }
  return above ? { found: above } : { missing: "", names: here.map((field) => field.name) };
}
