import { metadata } from "../../../src/stack/core_kinds.ts";
import { findEntry } from "../../../src/stack/catalog.ts";
import type { Field } from "../../../src/schema/field.ts";
import { locate, parseYaml, type Span } from "../../../src/stack/yaml.ts";

/** A stack in memory, and the environment to load it for. */
export interface Sample {
  name: string;
  root: string;
  environment?: string;
  files: Record<string, string>;
  /** Which files may be corrupted; all when absent. */
  corrupted?: RegExp;
}

/** The YAML files of a sample that may be corrupted. */
export const corruptible = ({ files, corrupted }: Sample): string[] =>
  Object.keys(files).filter((file) => /\.ya?ml$/.test(file) && (corrupted?.test(file) ?? true));

/** A key of a document and its value, with what the schema says of it. */
export interface Site {
  file: string;
  /** Number of the document in its file. */
  document: number;
  kind: string;
  path: readonly (string | number)[];
  /** What the value is; undefined where the key is the user's own (in a map, in free JSON). */
  field?: Field;
  /** Whether the key is a field of a mapping with fixed fields: a typo in it is one. */
  fixedKey: boolean;
  value: unknown;
  key?: Span;
  span: Span;
}

const HEAD = new Set(["apiVersion", "kind", "metadata", "spec"]);

/** Every key and list item of every document of a stack. */
export function sitesOf(sample: Sample): Site[] {
  const sites: Site[] = [];
  for (const file of corruptible(sample)) {
    const source = sample.files[file]!;
    const yaml = parseYaml(source);
    yaml.documents.forEach(({ value }, document) => {
      const head = value as Record<string, unknown> | null;
      if (typeof head !== "object" || head === null) return;
      const kind = String(head.kind);
      const entry = findEntry(kind);
      const walk = (value: unknown, path: Site["path"], field: Field | undefined) => {
        const keys = Array.isArray(value)
          ? value.map((_, i) => i)
          : typeof value === "object" && value !== null
          ? Object.keys(value)
          : [];
        for (const step of keys) {
          const inside = insideOf(field, step);
          const own = [...path, step];
          const item = (value as Record<string, unknown>)[step];
          const span = locate(yaml, document, own, "value")!;
          const isKey = typeof step === "string";
          const fixedKey = isKey &&
            (path.length === 0 ? HEAD.has(step) : field?.type === "object" && inside !== undefined);
          sites.push({
            file,
            document,
            kind,
            path: own,
            field: inside,
            fixedKey,
            value: item,
            key: isKey ? locate(yaml, document, own, "key") : undefined,
            span,
          });
          walk(
            item,
            own,
            own.length > 1
              ? inside
              : step === "metadata"
              ? metadata
              : step === "spec" && !entry?.open
              ? entry?.spec
              : undefined,
          );
        }
      };
      walk(head, [], undefined);
    });
  }
  return sites;
}

/** The field that a key or an index leads to. */
function insideOf(field: Field | undefined, step: string | number): Field | undefined {
  if (field?.type === "list") return typeof step === "number" ? field.item : undefined;
  if (field?.type === "map") return field.value;
  if (field?.type !== "object" || typeof step !== "string") return undefined;
  return Object.hasOwn(field.fields, step)
    ? field.fields[step]
    : Object.values(field.fields).find((inner) => inner.meta.aliases?.includes(step));
}
