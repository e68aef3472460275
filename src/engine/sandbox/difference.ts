import type { Json } from "../../state/document.ts";
import { canonicalJson } from "../resolve.ts";

/** Paths at which two values differ ("tags.team", "attributes[0].type"); "" for the values themselves. */
export function differences(a: Json | undefined, b: Json | undefined, path = ""): string[] {
  if (a === undefined || b === undefined) return a === b ? [] : [path];
  if (isMap(a) && isMap(b)) {
    const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return names.flatMap((name) => differences(a[name], b[name], path ? `${path}.${name}` : name));
  }
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) {
    return a.flatMap((item, i) => differences(item, b[i], `${path}[${i}]`));
  }
  return canonicalJson(a) === canonicalJson(b) ? [] : [path];
}

const isMap = (value: Json): value is { [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);
