import type { Text } from "../../schema/field.ts";

/**
 * Names for the resources of a list without names, made of what the items say, so that
 * moving an item in the list does not replace anything. Equal items are numbered.
 */
export function keyNames(): (...parts: (Text | number)[]) => string {
  const taken = new Map<string, number>();
  return (...parts) => {
    const name = parts.map(words).join("-").replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "")
      .toLowerCase().slice(0, 80);
    const count = (taken.get(name) ?? 0) + 1;
    taken.set(name, count);
    return count === 1 ? name : `${name}-${count}`;
  };
}

function words(part: Text | number): string {
  if (typeof part !== "object") return String(part);
  if ("$from" in part) return `${part.$from}-${part.output}`;
  return part.$join.map(words).join("-");
}
