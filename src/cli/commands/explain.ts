import { describeFields, type FieldFacts, findField } from "../../schema/describe.ts";
import { nearest } from "../../schema/nearest.ts";
import { catalog, type CatalogEntry, findEntry } from "../../stack/catalog.ts";
import type { Context, Define } from "../command.ts";
import { usage } from "../failure.ts";
import { fieldJson, fieldText, kindJson, kindsJson, kindsText, kindText } from "../view/explain.ts";

export const define: Define = (command, context, done) =>
  command
    .argument(
      "[kind.field]",
      "a kind, or a field of it: SQS, SQS.deadLetterQueue (default: list them)",
    )
    .action((target) => done(explain(context, target)));

async function explain({ out }: Context, target: string | undefined): Promise<void> {
  if (target === undefined) {
    const entries = catalog();
    if (out.format !== "table") await out.document(kindsJson(entries));
    else {
      out.text(kindsText(entries, out.colors, out.columns));
      out.hint("next: panka explain KIND");
    }
    return;
  }
  const [kind, ...steps] = target.split(".");
  const entry = entryOf(kind!);
  if (steps[0] === "spec") steps.shift();
  if (steps.length === 0) {
    if (out.format !== "table") await out.document(kindJson(entry));
    else {
      out.text(kindText(entry, out.colors, out.columns));
      const nested = describeFields(entry.spec.fields).find((field) => field.fields.length);
      out.hint(
        nested
          ? `next: panka explain ${entry.name}.${nested.name}`
          : `next: panka schema ${entry.name}`,
      );
    }
    return;
  }
  const field = fieldOf(entry, steps);
  if (out.format !== "table") await out.document(fieldJson(entry, field));
  else out.text(fieldText(entry, field, out.colors, out.columns));
}

/** The kind of that name; refuses an unknown one with the nearest. */
export function entryOf(name: string): CatalogEntry {
  const entry = findEntry(name);
  if (entry) return entry;
  const meant = nearest(name, catalog().flatMap((known) => [known.name, ...known.aliases]));
  throw usage(
    `there is no kind "${name}"`,
    meant ? `use ${meant}` : "panka explain lists all kinds",
  );
}

function fieldOf(entry: CatalogEntry, steps: readonly string[]): FieldFacts {
  const fields = describeFields(entry.spec.fields);
  const found = findField(fields, steps);
  if ("found" in found) return found.found;
  const { missing, above, names } = found;
  const owner = above ? `${entry.name}.${above.path}` : entry.name;
  const meant = nearest(missing, names);
  throw usage(
    `${owner} has no field "${missing}"`,
    meant
      ? `panka explain ${owner}.${meant}`
      : names.length
      ? `fields: ${names.join(", ")}`
      : `panka explain ${entry.name} shows its fields`,
  );
}
