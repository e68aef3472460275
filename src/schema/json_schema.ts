import type { Json } from "../state/document.ts";
import type {
  ChoiceField,
  Field,
  ListField,
  MapField,
  NumberField,
  ObjectField,
  TextField,
} from "./field.ts";
import { anyCase, portablePattern } from "./pattern.ts";

/** A JSON Schema (2020-12). */
export type JsonSchema = { [keyword: string]: Json };

export interface SchemaRules {
  /** Whether required fields are asked for: not where a document only says what differs. */
  required: boolean;
  /** Whether `${…}` is resolved, so that a text may stand for a number, a boolean or a choice. */
  variables: boolean;
}

/** Schemas that others point to: name → schema, for `$defs`. */
export type Definitions = Record<string, JsonSchema>;

/** Has a `${`: what it will be is known only when variables are. */
const VARIABLE = "\\$\\{";
const NUMBER = "^\\s*-?\\d+(\\.\\d+)?\\s*$";
const INTEGER = "^\\s*-?\\d+(\\.0+)?\\s*$";
const COMPONENT = "^[a-z][a-z0-9-]{0,39}(/[a-z][a-z0-9-]{0,39})?$";

/** What the checker accepts for a field, as a JSON Schema with docs for editors. */
export function fieldSchema(field: Field, rules: SchemaRules, defs: Definitions): JsonSchema {
  return { ...about(field), ...accepts(field, rules, defs) };
}

function about({ meta, ...field }: Field): JsonSchema {
  const { doc, unit, example, ignored, replaces, movedTo } = meta;
  const description = [
    unit ? `${doc} (${unit})` : doc,
    "parse" in field && field.parse ? `Also ${field.spellings}` : undefined,
    replaces && `A change replaces the component: ${replaces}`,
    ignored && `Has no effect: ${ignored}`,
    movedTo && `Older place of ${movedTo}`,
  ].filter((line) => line !== undefined).join("\n");
  return {
    description,
    ...(meta.default !== undefined && { default: meta.default }),
    ...(example !== undefined && { examples: [example] }),
    ...(movedTo !== undefined && { deprecated: true }),
  };
}

function accepts(field: Field, rules: SchemaRules, defs: Definitions): JsonSchema {
  switch (field.type) {
    case "text":
      return textSchema(field, rules);
    case "number":
      return numberSchema(field, rules);
    case "boolean":
      return { anyOf: [{ type: "boolean" }, written("^(true|false)$", rules)] };
    case "choice":
      return choiceSchema(field, rules);
    case "list":
      return listSchema(field, rules, defs);
    case "map":
      return mapSchema(field, rules, defs);
    case "object":
      return shorthandSchema(field, rules, defs);
    case "component":
      return written(COMPONENT, rules);
    case "reference":
      return { anyOf: [referenceSchema(), { type: "string", pattern: VARIABLE }] };
    case "json": {
      if (!field.part) return {};
      const { name, spec } = field.part;
      const key = `${name} fields`;
      if (!defs[key]) {
        defs[key] = {};
        defs[key] = objectSchema(spec, { required: false, variables: true }, defs);
      }
      return { $ref: `#/$defs/${encodeURIComponent(key)}` };
    }
  }
}

const written = (pattern: string, { variables }: SchemaRules): JsonSchema => ({
  type: "string",
  pattern: variables ? `(?:${pattern})|${VARIABLE}` : pattern,
});

function textSchema(field: TextField<unknown>, rules: SchemaRules): JsonSchema {
  const { minLength, maxLength } = field;
  const pattern = field.pattern && portablePattern(field.pattern);
  const limits = {
    ...(minLength !== undefined && { minLength }),
    ...(maxLength !== undefined && { maxLength }),
  };
  // Numbers and booleans are taken as they are written: a version of 1.10 needs no quotes.
  const plain = {
    type: ["string", "number", "boolean"],
    ...limits,
    ...(pattern !== undefined && { pattern }),
  };
  const forms: JsonSchema[] = [
    plain,
    ...rules.variables && Object.keys(plain).length > 1
      ? [{ type: "string", pattern: VARIABLE }]
      : [],
    ...field.reference ? [valueFromSchema()] : [],
  ];
  return forms.length === 1 ? plain : { anyOf: forms };
}

function numberSchema(field: NumberField, rules: SchemaRules): JsonSchema {
  const { min, max, oneOf, integer, parse } = field;
  const number: JsonSchema = {
    type: integer ? "integer" : "number",
    ...(min !== undefined && { minimum: min }),
    ...(max !== undefined && { maximum: max }),
    ...(oneOf && { enum: [...oneOf] }),
  };
  return {
    anyOf: [number, parse ? { type: "string" } : written(integer ? INTEGER : NUMBER, rules)],
  };
}

function choiceSchema(field: ChoiceField<unknown>, rules: SchemaRules): JsonSchema {
  const spellings = Object.keys(field.spellings ?? {});
  const words = [...field.values, ...spellings];
  const numbers = words.filter((word) => String(Number(word)) === word).map(Number);
  return {
    anyOf: [
      { enum: [...field.values, ...numbers] },
      ...spellings.length ? [{ enum: spellings, deprecated: true }] : [],
      written(`^(${words.map(anyCase).join("|")})$`, rules),
    ],
  };
}

function listSchema(field: ListField, rules: SchemaRules, defs: Definitions): JsonSchema {
  const { item, min, max, unique } = field;
  return {
    type: "array",
    items: fieldSchema(item, rules, defs),
    ...(min !== undefined && { minItems: min }),
    ...(max !== undefined && { maxItems: max }),
    ...(unique === "" && { uniqueItems: true }),
  };
}

function mapSchema(field: MapField, rules: SchemaRules, defs: Definitions): JsonSchema {
  const pattern = field.keyPattern && portablePattern(field.keyPattern);
  return {
    type: "object",
    additionalProperties: fieldSchema(field.value, rules, defs),
    ...(pattern !== undefined && { propertyNames: { pattern } }),
  };
}

function shorthandSchema(field: ObjectField, rules: SchemaRules, defs: Definitions): JsonSchema {
  const whole = objectSchema(field, rules, defs);
  if (field.shorthand === undefined) return whole;
  return { anyOf: [whole, accepts(field.fields[field.shorthand]!, rules, defs)] };
}

/** The keys of an object: all that are known, with older spellings marked deprecated. */
export function objectSchema(
  field: ObjectField,
  rules: SchemaRules,
  defs: Definitions,
): JsonSchema {
  const properties: JsonSchema = {};
  const required: string[] = [];
  const conditions: JsonSchema[] = [];
  for (const [name, inner] of Object.entries(field.fields)) {
    const { aliases = [], required: needed } = inner.meta;
    const schema = orEmpty(inner, fieldSchema(inner, rules, defs));
    properties[name] = schema;
    for (const alias of aliases) {
      properties[alias] = { ...schema, deprecated: true, description: `Older name of "${name}"` };
    }
    if (!rules.required || !needed) continue;
    if (aliases.length === 0) required.push(name);
    else conditions.push({ anyOf: [name, ...aliases].map((key) => ({ required: [key] })) });
  }
  const { exactlyOne, atMostOne } = field;
  const given = (name: string): JsonSchema => {
    const keys = [name, ...field.fields[name]?.meta.aliases ?? []].map(isGiven);
    return keys.length === 1 ? keys[0]! : { anyOf: keys };
  };
  if (exactlyOne && rules.required) {
    conditions.push({ oneOf: exactlyOne.map((group) => together(group.map(given))) });
  }
  if (atMostOne) {
    const pairs = atMostOne.flatMap((one, i) => atMostOne.slice(i + 1).map((two) => [one, two]));
    conditions.push(...pairs.map((pair) => ({ not: together(pair.map(given)) })));
  }
  return {
    type: "object",
    properties,
    ...(required.length && { required }),
    additionalProperties: false,
    ...(conditions.length && { allOf: conditions }),
  };
}

const together = (schemas: JsonSchema[]): JsonSchema =>
  schemas.length === 1 ? schemas[0]! : { allOf: schemas };

/** There, and not the empty text that means "choose for me". */
const isGiven = (key: string): JsonSchema => ({
  required: [key],
  properties: { [key]: { not: { const: "" } } },
});

/** An optional field may be an empty text: older stacks mean "choose for me" by it. */
function orEmpty(field: Field, schema: JsonSchema): JsonSchema {
  if (field.meta.required || field.type === "json" || acceptsEmpty(field)) return schema;
  const { description, examples, default: usual, ...rest } = schema;
  return {
    ...(description !== undefined && { description }),
    ...(usual !== undefined && { default: usual }),
    ...(examples !== undefined && { examples }),
    anyOf: [
      ...(Array.isArray(rest.anyOf) && Object.keys(rest).length === 1 ? rest.anyOf : [rest]),
      {
        const: "",
      },
    ],
  };
}

const acceptsEmpty = (field: Field): boolean =>
  field.type === "text" && !field.pattern && !field.minLength;

const referenceSchema = (): JsonSchema => ({
  type: "object",
  properties: {
    component: { type: "string", description: "Name of a component, or service/name" },
    output: { type: "string", description: "Name of one of its outputs" },
  },
  required: ["component", "output"],
  additionalProperties: false,
});

const valueFromSchema = (): JsonSchema => ({
  type: "object",
  properties: {
    valueFrom: {
      description: "An output of another component",
      anyOf: [referenceSchema(), { type: "string", pattern: VARIABLE }],
    },
  },
  required: ["valueFrom"],
  additionalProperties: false,
});
