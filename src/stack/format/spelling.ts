import type { Field, NumberField, ObjectField } from "../../schema/field.ts";
import type { FormatContext } from "./context.ts";
import type { Edit } from "./edit.ts";
import { type Head, keyOf } from "./head.ts";
import { entryOf, type Node, type ScalarNode } from "./tree.ts";

/** Edits that give keys and values of a document's spec their canonical spelling. */
export function spellingEdits(head: Head, context: FormatContext): Edit[] {
  const spelling = new Spelling(head, context);
  const spec = entryOf(head.node, "spec")?.value;
  if (spec) spelling.field(head.spec, spec, []);
  return spelling.edits;
}

class Spelling {
  readonly edits: Edit[] = [];

  constructor(private readonly head: Head, private readonly context: FormatContext) {}

  field(field: Field, node: Node, path: readonly string[]): void {
    // What an anchor names is used elsewhere too, where it may mean something else.
    if (node.marked) return;
    switch (field.type) {
      case "object":
        return this.object(field, node, path);
      case "list":
        if (node.type !== "sequence") return;
        return node.items.forEach((item) => this.field(field.item, item, path));
      case "map":
        if (node.type !== "mapping") return;
        return node.entries.forEach(({ key, value }) =>
          this.field(field.value, value, [...path, key.text])
        );
      case "text":
        return field.reference ? this.references(node) : undefined;
      case "json":
        return field.part ? this.field(field.part.spec, node, path) : this.references(node);
      case "reference":
        return this.outputName(node);
    }
    if (node.type !== "scalar" || node.text.includes("${")) return;
    const quoted = node.style === "single" || node.style === "double";
    if (field.type === "choice") this.choice(field, node, path);
    else if (field.type === "number" && quoted && isPlainNumber(field, node.text)) {
      this.replace(node, node.text, `${path.at(-1)}: a number`);
    } else if (field.type === "boolean" && quoted && /^(true|false)$/.test(node.text)) {
      this.replace(node, node.text, `${path.at(-1)}: ${node.text}`);
    }
  }

  private object(field: ObjectField, node: Node, path: readonly string[]): void {
    if (node.type !== "mapping") {
      const inner = field.shorthand === undefined ? undefined : field.fields[field.shorthand];
      return inner && this.field(inner, node, path);
    }
    for (const { key, value } of node.entries) {
      const name = Object.hasOwn(field.fields, key.text)
        ? key.text
        : Object.keys(field.fields).find((it) =>
          field.fields[it]!.meta.aliases?.includes(key.text)
        );
      if (name === undefined) continue;
      if (name !== key.text && !key.marked && !entryOf(node, name)) {
        this.edits.push({
          start: key.start,
          end: key.end,
          text: name,
          what: `${key.text} is ${name}`,
          key: keyOf(this.head, [...path, name]),
        });
      }
      this.field(field.fields[name]!, value, [...path, name]);
    }
  }

  private choice(
    field: Extract<Field, { type: "choice" }>,
    node: ScalarNode,
    path: readonly string[],
  ): void {
    const word = node.text.toLowerCase();
    if (field.values.includes(node.text)) return;
    const wanted = field.values.find((value) => value.toLowerCase() === word) ??
      Object.entries(field.spellings ?? {}).find(([key]) => key.toLowerCase() === word)?.[1];
    if (wanted === undefined) return;
    const plain = /^[A-Za-z]/.test(wanted) && !/^(true|false|null)$|: | #/i.test(wanted);
    const quote = node.style === "single" ? "'" : node.style === "double" || !plain ? '"' : "";
    this.replace(node, `${quote}${wanted}${quote}`, `${path.at(-1)}: ${wanted}`);
  }

  /** Outputs in `valueFrom` and in `${component.output}`, at any depth. */
  private references(node: Node): void {
    if (node.marked) return;
    if (node.type === "sequence") return node.items.forEach((item) => this.references(item));
    if (node.type === "mapping") {
      for (const { key, value } of node.entries) {
        if (key.text === "valueFrom") this.outputName(value);
        else this.references(value);
      }
      return;
    }
    if (node.type !== "scalar" || node.style === "block" || !node.text.includes("${")) return;
    const text = node.text.replace(
      /(\$?)\$\{\s*([a-z][a-z0-9-]*(?:\/[a-z][a-z0-9-]*)?)\.([A-Za-z_][A-Za-z0-9_-]*)\s*\}/g,
      (whole, escaped: string, owner: string, name: string) => {
        if (escaped || this.context.isVariable(owner, name)) return whole;
        const wanted = this.context.output(owner, name, this.head.service);
        return wanted === undefined || wanted === name ? whole : `\${${owner}.${wanted}}`;
      },
    );
    if (text === node.text) return;
    // Only where what is written is the text itself, without escapes.
    const quote = node.style === "single" ? "'" : node.style === "double" ? '"' : "";
    if (node.end - node.start !== node.text.length + 2 * quote.length) return;
    this.replace(node, `${quote}${text}${quote}`, text);
  }

  private outputName(node: Node): void {
    const component = entryOf(node, "component")?.value;
    const output = entryOf(node, "output")?.value;
    if (component?.type !== "scalar" || output?.type !== "scalar" || output.marked) return;
    const wanted = this.context.output(component.text, output.text, this.head.service);
    if (wanted !== undefined && wanted !== output.text) {
      this.replace(output, wanted, `output: ${wanted}`);
    }
  }

  private replace({ start, end }: ScalarNode, text: string, what: string): void {
    this.edits.push({ start, end, text, what });
  }
}

/** Whether a quoted number means the same without its quotes. */
function isPlainNumber(field: NumberField, text: string): boolean {
  if (!/^-?(0|[1-9]\d{0,14})(\.\d{1,15})?$/.test(text)) return false;
  const parsed = field.parse?.(text);
  return parsed === undefined || parsed.value === Number(text);
}
