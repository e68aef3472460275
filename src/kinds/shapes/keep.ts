import type { Expression } from "../../engine/resource.ts";
import { boolean } from "../../schema/field.ts";
import type { CommonSpec } from "../common_fields.ts";
import type { Listener, RenderContext } from "../render.ts";
import { storeName } from "./store_name.ts";

/** Whether AWS and the engine refuse to delete what holds data: as the spec says, else in production. */
export function kept(c: RenderContext<CommonSpec>): boolean {
  return c.spec.deletionProtection ?? c.stack.production;
}

export const finalSnapshot = boolean({
  doc: "Keep a snapshot when it is deleted; default: in production and with deletionProtection",
});

/** Whether a last snapshot is taken: as the spec says, else in production, also once its protection is off, and where protected. */
export function snapshotKept(c: RenderContext<CommonSpec>, wanted: boolean | undefined): boolean {
  return wanted ?? (c.stack.production || c.spec.deletionProtection === true);
}

/**
 * The last snapshot of a data store. AWS refuses a name that it knows and then does not delete:
 * the security group's id tells a store from the one that was destroyed before it, and what is
 * hashed of `made`, which is all that replaces it, from the one that it replaces.
 */
export function lastSnapshot(
  c: RenderContext<CommonSpec>,
  wanted: boolean | undefined,
  { listener, made }: { listener: Listener; made: unknown },
): { skip: boolean; name: Expression } {
  // 255 characters, of which an id has 20: DeleteDBInstance, DeleteDBCluster, CreateSnapshot.
  const name = storeName(c, { max: 227, part: "final" });
  const hash = storeName(c, { max: 7, part: JSON.stringify(made) });
  return {
    skip: !snapshotKept(c, wanted),
    name: { $join: [`${name}${hash}-`, listener.securityGroupId] },
  };
}
