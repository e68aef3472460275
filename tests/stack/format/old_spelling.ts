import type { Field } from "../../../src/schema/field.ts";
import { isMapping } from "../../../src/schema/check.ts";

/** Answers numbers below `n`. */
export type Pick = (n: number) => number;

/** A checked or written value as older examples might spell it: the opposite of what `fmt` does. */
export function oldSpelling(field: Field, value: unknown, pick: Pick): unknown {
  switch (field.type) {
    case "number":
      return typeof value === "number" && pick(2) ? String(value) : value;
    case "boolean":
      return typeof value === "boolean" && pick(2) ? String(value) : value;
    case "choice": {
      if (typeof value !== "string") return value;
      const others = Object.entries(field.spellings ?? {})
        .filter(([, wanted]) => wanted === value).map(([other]) => other);
      const all = [value, value.toUpperCase(), value.toLowerCase(), ...others];
      return all[pick(all.length)];
    }
    case "list":
      return Array.isArray(value)
        ? value.map((item) => oldSpelling(field.item, item, pick))
        : value;
    case "map":
      return isMapping(value)
        ? Object.fromEntries(
          Object.entries(value).map(([key, item]) => [key, oldSpelling(field.value, item, pick)]),
        )
        : value;
    case "object":
      return isMapping(value)
        ? Object.fromEntries(
          Object.entries(value).map(([key, item]) => {
            const inner = field.fields[key];
            if (!inner) return [key, item];
            const names = [key, ...inner.meta.aliases ?? []];
            return [names[pick(names.length)], oldSpelling(inner, item, pick)];
          }),
        )
        : value;
    default:
      return value;
  }
}

/** YAML with comments and blank lines put in where they change nothing. */
export function withComments(yaml: string, pick: Pick): string {
  let block = -1;
  return yaml.split("\n").flatMap((line) => {
    const indent = line.search(/\S|$/);
    if (block >= 0 && (indent > block || line.trim() === "")) return [line];
    block = /[|>][+-]?$/.test(line) ? indent : -1;
    const space = " ".repeat(indent);
    const above = pick(8) === 0 ? [`${space}# ${pick(100)}`] : pick(12) === 0 ? [""] : [];
    const beside = block < 0 && pick(8) === 0 && /: \S|:$/.test(line) ? `  # ${pick(100)}` : "";
    return [...above, line + beside];
  }).join("\n");
}
