import { describeFields, type FieldFacts } from "../../schema/describe.ts";
import type { CatalogEntry } from "../../stack/catalog.ts";
import { example } from "./explain.ts";

/** All kinds, as machines read them. */
export const kindsJson = (entries: readonly CatalogEntry[]): Record<string, unknown> => ({
  schema: "panka/kinds@1",
  kinds: entries.map(({ name, aliases, apiVersion, group, summary, data }) => ({
    name,
    aliases,
    apiVersion,
    group,
    summary,
    holdsData: holdsData(data),
  })),
});

/** A kind and its fields, as machines read it. */
export const kindJson = (entry: CatalogEntry): Record<string, unknown> => ({
  schema: "panka/explain@1",
  kind: entry.name,
  aliases: entry.aliases,
  apiVersion: entry.apiVersion,
  group: entry.group,
  summary: entry.summary,
  holdsData: holdsData(entry.data),
  proof: entry.proof,
  fields: describeFields(entry.spec.fields),
  outputs: Object.entries(entry.outputs).map(([name, { doc, aliases = [] }]) => ({
    name,
    doc,
    aliases,
  })),
  example: example(entry),
});

/** One field, as machines read it. */
export const fieldJson = (entry: CatalogEntry, field: FieldFacts): Record<string, unknown> => ({
  schema: "panka/explain-field@1",
  kind: entry.name,
  field,
});

const holdsData = (data: CatalogEntry["data"]) => data === "depends" ? "depends" : data === "holds";
