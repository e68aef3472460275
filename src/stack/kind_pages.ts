import { describeFields, type FieldFacts } from "../schema/describe.ts";
import { catalog, CATALOG_GROUPS, type CatalogEntry } from "./catalog.ts";
import type { Json } from "../state/document.ts";

/** The pages of docs/kinds: file name → Markdown. The same kinds always give the same text. */
export function kindPages(): Map<string, string> {
  const entries = catalog();
  return new Map([
    ["index.md", indexPage(entries)],
    ...entries.map((entry): [string, string] => [`${fileName(entry)}.md`, kindPage(entry)]),
  ]);
}

const fileName = ({ name }: CatalogEntry) => name.toLowerCase();
const NOTICE =
  "<!-- Written by tools/docs.ts from src/kinds and src/stack; changes here are lost. -->";
const DATA = { holds: "yes", none: "no", depends: "depends on its spec" } as const;
const PROOF = {
  emulator: "emulator: created, changed, destroyed",
  create: "emulator: created and previewed",
  snapshot: "program only",
} as const;

function indexPage(entries: readonly CatalogEntry[]): string {
  const lines = [
    NOTICE,
    "# Kinds",
    "",
    "Every kind of document that a stack may hold. `panka explain KIND` tells the same in a terminal.",
    "",
    "| kind | what it is |",
    "| --- | --- |",
  ];
  for (const entry of entries.filter(({ proof }) => !proof)) {
    lines.push(`| [${entry.name}](${fileName(entry)}.md) | ${cell(entry.summary)} |`);
  }
  lines.push(
    "",
    "## Support matrix",
    "",
    "*Proof* says how far a kind is shown to work without an AWS account: on an emulator through " +
      "the real engine and provider, or by its rendered program alone. The last column names what " +
      "an emulator can't show.",
    "",
    "| kind | group | holds data | outputs | proof | not shown on an emulator |",
    "| --- | --- | --- | --- | --- | --- |",
  );
  const components = entries.filter(({ proof }) => proof);
  for (const group of CATALOG_GROUPS) {
    for (const entry of components.filter((it) => it.group === group)) {
      lines.push(
        `| [${entry.name}](${fileName(entry)}.md) | ${group} | ${DATA[entry.data]} | ${
          Object.keys(entry.outputs).map(code).join(", ")
        } | ${PROOF[entry.proof!.level]} | ${cell(entry.proof!.note ?? "")} |`,
      );
    }
  }
  return lines.join("\n") + "\n";
}

function kindPage(entry: CatalogEntry): string {
  const { name, summary, aliases, apiVersion, group, data, proof, outputs } = entry;
  const lines = [
    NOTICE,
    `# ${name}`,
    "",
    `${summary}.`,
    "",
    `- apiVersion: ${code(apiVersion)}`,
    `- group: ${group}`,
    ...aliases.length ? [`- also called ${aliases.map(code).join(", ")}`] : [],
  ];
  if (proof) {
    lines.push(`- holds data: ${DATA[data]}`, `- proof: ${PROOF[proof.level]}`);
    if (proof.note) lines.push(`- not shown on an emulator: ${escaped(proof.note)}`);
  }
  lines.push("", "## Example", "", "```yaml", ...exampleLines(entry), "```");
  lines.push("", "## Fields of `spec`", "");
  const fields = describeFields(entry.spec.fields);
  if (entry.open) lines.push("Any fields of the component of the same name.");
  else lines.push(...fieldTable(fields));
  if (Object.keys(outputs).length) {
    lines.push(
      "",
      "## Outputs",
      "",
      "| output | what it is | older names |",
      "| --- | --- | --- |",
    );
    for (const [output, { doc, aliases: older = [] }] of Object.entries(outputs)) {
      lines.push(`| ${code(output)} | ${cell(doc)} | ${older.map(code).join(", ")} |`);
    }
  }
  const replaced = flat(fields).filter((field) => field.replaces);
  if (replaced.length) {
    lines.push("", "## What forces a replacement", "", "| field | why |", "| --- | --- |");
    for (const { path, replaces } of replaced) lines.push(`| ${code(path)} | ${cell(replaces!)} |`);
  }
  return lines.join("\n") + "\n";
}

function exampleLines({ apiVersion, name, example }: CatalogEntry): string[] {
  return [
    `apiVersion: ${apiVersion}`,
    `kind: ${name}`,
    "metadata:",
    "  name: example",
    "spec:",
    ...example.trim().split("\n").map((line) => line && `  ${line}`),
  ];
}

const flat = (fields: readonly FieldFacts[]): FieldFacts[] =>
  fields.flatMap((field) => [field, ...flat(field.fields)]);

function fieldTable(fields: readonly FieldFacts[]): string[] {
  return [
    "| field | type | default | what it is |",
    "| --- | --- | --- | --- |",
    ...flat(fields).map((field) => {
      const usual = field.required
        ? "**required**"
        : field.default === undefined || field.fields.length
        ? ""
        : code(shown(field.default));
      return `| ${code(field.path)} | ${cell(typeOf(field))} | ${usual} | ${cell(told(field))} |`;
    }),
  ];
}

const typeOf = ({ type, unit }: FieldFacts) => unit ? `${type} ${unit}` : type;

/** Everything else that is known of a field, as sentences. */
function told(field: FieldFacts): string {
  const { doc, type, allowed, format, spellings, aliases, replaces, ignored, reference } = field;
  return [
    doc,
    allowed && !type.includes(String(allowed[0])) ? `One of ${allowed.join(", ")}` : undefined,
    format && `Form: ${format}`,
    ...field.rules.map((rule) => rule.charAt(0).toUpperCase() + rule.slice(1)),
    field.example === undefined ? undefined : `Example: ${shown(field.example)}`,
    spellings && `Also ${spellings}`,
    reference ? "Takes `valueFrom`" : undefined,
    aliases.length ? `Older names: ${aliases.join(", ")}` : undefined,
    replaces && "A change replaces the component",
    ignored && `Has no effect: ${ignored}`,
  ].filter((sentence) => sentence).join(". ");
}

const shown = (value: Json) => typeof value === "string" ? value || '""' : JSON.stringify(value);
/** Code in a table: a bar would end the cell even there. */
const code = (text: string) => `\`${text.replaceAll("|", "\\|")}\``;
const escaped = (text: string) => text.replace(/[<>*_]/g, "\\$&");
const cell = (text: string) =>
  text.split("`").map((part, i) => i % 2 ? `\`${part}\`` : escaped(part)).join("")
    .replaceAll("|", "\\|").replaceAll("\n", " ");
