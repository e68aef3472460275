import { describeFields, type FieldFacts } from "../../schema/describe.ts";
import { CATALOG_GROUPS, type CatalogEntry } from "../../stack/catalog.ts";
import type { Json } from "../../state/document.ts";
import { type Colors, pad, widthOf, wrap } from "./style.ts";

/** All kinds by group, each with its summary. */
export function kindsText(entries: readonly CatalogEntry[], c: Colors, columns: number): string {
  const lines: string[] = [];
  const widest = Math.max(...entries.map((entry) => entry.name.length));
  for (const group of CATALOG_GROUPS) {
    const own = entries.filter((entry) => entry.group === group);
    if (own.length === 0) continue;
    lines.push(...(lines.length ? [""] : []), c.bold(group));
    for (const { name, summary, aliases } of own) {
      const also = aliases.length ? ` (also ${aliases.join(", ")})` : "";
      lines.push(beside(`  ${pad(name, widest)}`, `${summary}${also}`, columns));
    }
  }
  return lines.join("\n") + "\n";
}

/** A text beside a heading, or below it where the room is narrow. */
function beside(head: string, text: string, columns: number): string {
  const left = widthOf(head) + 2;
  if (columns - left < 20) return `${head.trimEnd()}\n    ${wrap(text, columns, "    ")}`;
  return `${head}  ${wrap(text, columns, " ".repeat(left))}`;
}

const DATA = {
  holds: "yes: it is replaced or deleted only with --allow-data-loss",
  none: "no",
  depends: "depends on its spec",
} as const;
const PROOF = {
  emulator: "created, changed and destroyed on an emulator",
  create: "created and previewed on an emulator",
  snapshot: "its program alone; not proved on an emulator",
} as const;

/** Everything about a kind: what it is, its fields, its outputs, an example. */
export function kindText(entry: CatalogEntry, c: Colors, columns: number): string {
  const facts: [string, string][] = [
    ["apiVersion", entry.apiVersion],
    ["group", entry.group],
    ...entry.aliases.length ? [["also", entry.aliases.join(", ")] as [string, string]] : [],
    ...entry.proof
      ? [
        ["holds data", DATA[entry.data]] as [string, string],
        ["proved by", PROOF[entry.proof.level]] as [string, string],
        ...entry.proof.note ? [["", entry.proof.note] as [string, string]] : [],
      ]
      : [],
  ];
  const lines = [
    wrap(`${c.bold(entry.name)}: ${entry.summary}`, columns, "  "),
    "",
    ...facts.map(([name, text]) => beside(`  ${pad(name, 10)}`, text, columns)),
  ];
  const fields = describeFields(entry.spec.fields);
  if (fields.length) {
    lines.push("", c.bold("fields of spec"));
    lines.push(...fields.flatMap((field) => fieldLines(field, c, columns, 1, 2)));
  } else if (entry.open) lines.push("", "spec takes any fields of the component");
  const outputs = Object.entries(entry.outputs);
  if (outputs.length) {
    lines.push("", c.bold("outputs"));
    const widest = Math.max(...outputs.map(([name]) => name.length));
    for (const [name, { doc, aliases }] of outputs) {
      const also = aliases?.length ? ` (also ${aliases.join(", ")})` : "";
      lines.push(beside(`  ${pad(name, widest)}`, `${doc}${also}`, columns));
    }
  }
  lines.push("", c.bold("example"), ...example(entry).split("\n").map((line) => `  ${line}`));
  return lines.join("\n") + "\n";
}

/** One field and all that is inside. */
export function fieldText(
  entry: CatalogEntry,
  field: FieldFacts,
  c: Colors,
  columns: number,
): string {
  const heading = wrap(`${c.bold(`${entry.name}.${field.path}`)}: ${field.doc}`, columns, "  ");
  const lines = [
    heading,
    "",
    ...facts(field).map(([name, text]) => beside(`  ${pad(name, 8)}`, text, columns)),
  ];
  if (field.fields.length) {
    lines.push("", c.bold("fields"));
    lines.push(...field.fields.flatMap((inner) => fieldLines(inner, c, columns, 1, 2)));
  }
  return lines.join("\n") + "\n";
}

function facts(field: FieldFacts): [string, string][] {
  const all: [string, string | undefined][] = [
    ["type", field.unit ? `${field.type} ${field.unit}` : field.type],
    ["required", field.required ? "yes" : undefined],
    ["allowed", field.allowed?.join(", ")],
    ["format", field.format],
    [
      "length",
      field.type === "text" || field.type.startsWith("list") ? lengthText(field) : undefined,
    ],
    ["default", field.default === undefined ? undefined : valueText(field.default)],
    ["example", field.example === undefined ? undefined : valueText(field.example)],
    ["also", field.spellings],
    [
      "from",
      field.reference ? "valueFrom: {component, output}, or ${component.output}" : undefined,
    ],
    ["older", field.aliases.length ? field.aliases.join(", ") : undefined],
    ["replaces", field.replaces && `a change replaces the component: ${field.replaces}`],
    ["ignored", field.ignored],
    ...field.rules.map((rule): [string, string] => ["rule", rule]),
  ];
  return all.filter((fact): fact is [string, string] => fact[1] !== undefined);
}

function lengthText({ min, max }: FieldFacts): string | undefined {
  if (min === undefined && max === undefined) return undefined;
  if (max === undefined) return `at least ${min}`;
  return min === undefined ? `at most ${max}` : `${min} to ${max}`;
}

const valueText = (value: Json): string =>
  typeof value === "string" ? value || '""' : JSON.stringify(value);

/** A field in a list of fields: its name, type and default, below them what it is for. */
function fieldLines(
  field: FieldFacts,
  c: Colors,
  columns: number,
  depth: number,
  deepest: number,
): string[] {
  const indent = "  ".repeat(depth);
  const marks = [
    field.required ? c.yellow("required") : undefined,
    field.default === undefined || field.fields.length
      ? undefined
      : `default ${valueText(field.default)}`,
    field.replaces ? c.magenta("± replaces") : undefined,
    field.ignored ? "ignored" : undefined,
  ].filter((mark) => mark !== undefined);
  const type = field.unit ? `${field.type} ${field.unit}` : field.type;
  const head = [`${indent}${c.cyan(field.name)}`, c.dim(type), ...marks];
  const lines = [wrapParts(head, columns, `${indent}    `)];
  lines.push(`${indent}  ${wrap(field.doc, columns, `${indent}  `)}`);
  if (field.replaces) {
    lines.push(`${indent}  ${wrap(`± ${field.replaces}`, columns, `${indent}  `)}`);
  }
  for (const rule of field.rules) lines.push(`${indent}  ${wrap(rule, columns, `${indent}  `)}`);
  if (field.fields.length && depth < deepest) {
    for (const inner of field.fields) {
      lines.push(...fieldLines(inner, c, columns, depth + 1, deepest));
    }
  } else if (field.fields.length) {
    const names = `with ${field.fields.map((inner) => inner.name).join(", ")}`;
    lines.push(`${indent}  ${wrap(names, columns, `${indent}  `)}`);
  }
  return lines;
}

/** Parts of a line, two spaces between them, on a second line where they don't fit. */
function wrapParts(parts: readonly string[], columns: number, indent: string): string {
  const lines: string[] = [];
  let line = "";
  for (const part of parts) {
    if (line && widthOf(line) + 2 + widthOf(part) > columns) {
      lines.push(line);
      line = indent + wrap(part, columns, indent);
    } else line = line ? `${line}  ${part}` : part;
  }
  return [...lines, line].join("\n");
}

/** The whole document of a kind's example. */
const example = ({ apiVersion, name, example }: CatalogEntry): string =>
  [
    `apiVersion: ${apiVersion}`,
    `kind: ${name}`,
    "metadata:",
    "  name: example",
    "spec:",
    ...example.trim().split("\n").map((line) => line && `  ${line}`),
  ].join("\n");

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
