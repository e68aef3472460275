import type { Value } from "../../engine/resource.ts";

/** No list rather than an empty one. */
export const some = <T>(items: T[]): T[] | undefined => items.length ? items : undefined;

/** Values with commas between them, as an output has a list; empty without any. */
export const joined = (values: readonly Value[]): Value =>
  values.length ? { $join: values.flatMap((value, i) => i ? [",", value] : [value]) } : "";
