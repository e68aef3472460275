import type { NameRules, RenderContext } from "../render.ts";

/**
 * A name as RDS, DocumentDB, ElastiCache and MemoryDB take it: lower case, no dash at the end,
 * no two in a row (CreateDBInstance, CreateDBCluster, CreateReplicationGroup, CreateCluster).
 */
export function storeName(
  c: RenderContext<unknown>,
  rules: Pick<NameRules, "max" | "part">,
): string {
  return c.physicalName({ ...rules, allowed: /[a-z0-9-]/, singleDashes: true });
}
