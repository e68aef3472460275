import type { CommonSpec } from "../common_fields.ts";
import type { RenderContext } from "../render.ts";
import { storeName } from "./store_name.ts";

/** Whether AWS and the engine refuse to delete what holds data: as the spec says, else in production. */
export function kept(c: RenderContext<CommonSpec>): boolean {
  return c.spec.deletionProtection ?? c.stack.production;
}

/**
 * How a data store is deleted: with a last snapshot where it is kept or the spec wants one.
 * The snapshot's name is always given, so that turning protection off before deleting can't lose it.
 */
export function lastSnapshot(
  c: RenderContext<CommonSpec>,
  wanted: boolean | undefined,
  max: number,
): { skip: boolean; name: string } {
  return {
    skip: !(wanted ?? kept(c)),
    name: storeName(c, { max, part: "final" }),
  };
}
