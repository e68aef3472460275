import { auditPrefix, tenantPrefix } from "../state/paths.ts";
import { PreconditionFailed, type Store } from "../state/store.ts";

/** How many are copied at once. */
const AT_ONCE = 8;

/**
 * Copies what a tenant has in the bucket, besides its audit trail, which stays for ever.
 *
 * @param at RFC 3339; names the archive
 * @returns where it is, and how many objects it has
 */
export async function archiveTenant(
  store: Store,
  tenant: string,
  at: string,
  signal?: AbortSignal,
): Promise<{ prefix: string; objects: number }> {
  const from = tenantPrefix(tenant);
  const prefix = `archive/${from}${at.replaceAll(":", "-")}/`;
  const keys = (await store.list(from, signal))
    .filter((key) => !key.startsWith(auditPrefix(tenant)));
  const left = [...keys];
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let key; (key = left.pop()) !== undefined;) {
      const found = await store.get(key, signal);
      if (!found) continue;
      try {
        await store.put(prefix + key.slice(from.length), found.body, "absent", signal);
      } catch (error) {
        // An earlier try arrived.
        if (!(error instanceof PreconditionFailed)) throw error;
      }
    }
  }));
  return { prefix, objects: keys.length };
}
