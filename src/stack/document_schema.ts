import {
  type Definitions,
  fieldSchema,
  type JsonSchema,
  objectSchema,
  type SchemaRules,
} from "../schema/json_schema.ts";
import { catalog, type CatalogEntry } from "./catalog.ts";
import { metadata, OLD_GROUPS } from "./core_kinds.ts";

const DIALECT = "https://json-schema.org/draft/2020-12/schema";

export interface DocumentSchemaOptions {
  /** For documents that only say what differs (environments/): nothing in `spec` is required. */
  overlay?: boolean;
}

/** The JSON Schema of one kind's documents. */
export function kindSchema(entry: CatalogEntry, options: DocumentSchemaOptions = {}): JsonSchema {
  const defs: Definitions = {};
  const schema = documentSchema(entry, options, defs);
  return {
    $schema: DIALECT,
    title: `panka ${entry.name}`,
    ...schema,
    ...(Object.keys(defs).length && { $defs: defs }),
  };
}

/** One JSON Schema for documents of every kind, told apart by `kind`. */
export function allKindsSchema(options: DocumentSchemaOptions = {}): JsonSchema {
  const entries = catalog();
  const defs: Definitions = {};
  for (const entry of entries) defs[entry.name] = documentSchema(entry, options, defs);
  const namesOf = (entry: CatalogEntry) => [entry.name, ...entry.aliases];
  return {
    $schema: DIALECT,
    title: "panka",
    description: "A document of a panka stack",
    // A document that holds only comments is nothing, and fine.
    type: ["object", "null"],
    properties: {
      kind: {
        description: "What the document describes",
        enum: entries.flatMap(namesOf),
      },
    },
    required: ["kind"],
    allOf: entries.map((entry) => ({
      if: { type: "object", properties: { kind: { enum: namesOf(entry) } }, required: ["kind"] },
      then: { $ref: `#/$defs/${entry.name}` },
    })),
    $defs: defs,
  };
}

function documentSchema(
  entry: CatalogEntry,
  { overlay = false }: DocumentSchemaOptions,
  defs: Definitions,
): JsonSchema {
  const rules: SchemaRules = { required: !overlay, variables: entry.resolves };
  const spec: JsonSchema = entry.open ? { type: "object" } : objectSchema(entry.spec, rules, defs);
  const needed = Object.keys(spec).some((key) => key === "required" || key === "allOf");
  return {
    type: "object",
    description: entry.summary,
    properties: {
      apiVersion: {
        description: `API group of ${entry.name}`,
        anyOf: [{ const: entry.apiVersion }, { enum: [...OLD_GROUPS], deprecated: true }],
      },
      kind: {
        description: entry.summary,
        anyOf: [
          { const: entry.name },
          ...entry.aliases.length ? [{ enum: [...entry.aliases], deprecated: true }] : [],
        ],
      },
      metadata: fieldSchema(metadata, { required: true, variables: false }, defs),
      spec: {
        ...spec,
        description: entry.summary,
        // Nothing under spec: is the same as no spec, where nothing is required.
        ...(!needed && { type: ["object", "null"] }),
      },
    },
    required: ["apiVersion", "kind", "metadata", ...needed ? ["spec"] : []],
    additionalProperties: false,
  };
}
